public import Raster

/// A frame of the live loop with what is known of its text.
public struct WebFrame: Sendable {
  /// The picture.
  public var image: Image
  /// Its lines, in the order in which they are listed.
  public var lines: [WebLine]
  /// What happened in it.
  public var events: [WebEvent]
  /// When it is to be seen, from the beginning of its source.
  public var time: Duration
  /// How long ago it was taken when it is shown: what the page adds its own part of the delay to.
  public var age: Duration

  /// A frame of these parts.
  public init(
    image: Image, lines: [WebLine], events: [WebEvent] = [], time: Duration, age: Duration = .zero
  ) {
    self.image = image
    self.lines = lines
    self.events = events
    self.time = time
    self.age = age
  }
}

extension Duration {
  /// Seconds to the microsecond.
  var seconds: Double {
    let (seconds, attoseconds) = components
    return Double(seconds) + (Double(attoseconds) / 1e12).rounded() / 1e6
  }

  /// Milliseconds, rounded.
  var milliseconds: Int { Int((min(max(seconds, -1e9), 1e9) * 1000).rounded()) }
}
