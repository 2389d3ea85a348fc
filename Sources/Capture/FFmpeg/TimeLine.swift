/// Turns the time stamps of a stream into times since its first frame that never go back.
struct TimeLine {
  /// Seconds between frames where the stream does not say.
  private let step: Double
  private var first: Double?
  /// What is added to the stream's own times after a jump.
  private var shift = 0.0
  private var last = 0.0
  /// A stream that jumps by more than this has begun anew, or is damaged.
  private static let longestGap = 3600.0

  /// - Parameter frameRate: frames a second; nil where it is not known, then 25.
  init(frameRate: Double?) { step = 1 / (frameRate ?? 25) }

  /// The time of the next frame.
  ///
  /// - Parameter stamp: the stream's own time in seconds; nil where it has none.
  mutating func time(of stamp: Double?) -> Duration {
    guard let first else {
      first = stamp ?? 0
      return .zero
    }
    var time = stamp.map { $0 - first + shift } ?? last + step
    if time < last || time > last + Self.longestGap {
      shift += last + step - time
      time = last + step
    }
    last = time
    return .seconds(time)
  }
}
