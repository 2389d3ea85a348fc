internal import Dispatch
internal import NIOCore
internal import Raster

/// The newest frame, as a picture and, once somebody asked for it, as a JPEG file that all viewers share.
///
/// Drawing and encoding run on a thread of their own: neither the live loop nor an event loop waits for them. What is
/// nobody's next picture is not encoded.
final class PictureBoard: Sendable {
  /// A frame as a JPEG file.
  struct Picture: Sendable {
    let number: Int
    let time: Duration
    let jpeg: ByteBuffer
    let shown: ContinuousClock.Instant
    let age: Duration

    /// How long ago the frame was taken.
    var delay: Duration { age + shown.duration(to: .now) }
  }

  /// What came of waiting.
  enum Answer: Sendable {
    case picture(Picture)
    /// There was none for some seconds: the frame that was asked from is still the newest.
    case nothing
  }

  private struct Newest: Sendable {
    let number: Int
    let frame: WebFrame
    let shown: ContinuousClock.Instant
  }

  private struct State: Sendable {
    var newest: Newest?
    var picture: Picture?
    /// The last frame that was encoded or could not be.
    var encoded = 0
    var isEncoding = false
    /// While tasks are looked at that waited for the picture: it is theirs though a newer frame may have come meanwhile.
    var isJustMade = false
    var encodings = 0
    var ticks = 0
  }

  private let monitor = Monitor(State())
  private let queue = DispatchQueue(label: "legible.web.jpeg")
  private let drawing: @Sendable (WebFrame) -> Image
  private let quality: Int

  init(quality: Int, drawing: @escaping @Sendable (WebFrame) -> Image) {
    self.quality = quality
    self.drawing = drawing
  }

  /// How many pictures were encoded.
  var encodings: Int { monitor.change { state, _ in state.encodings } }

  /// Lays down the newest frame. Numbers begin at 1 and grow.
  func show(_ frame: WebFrame, number: Int) {
    monitor.change { state, _ in
      // Frames of several threads may come out of their order.
      guard number > state.newest?.number ?? 0 else { return }
      state.newest = Newest(number: number, frame: frame, shown: .now)
    }
    encodeIfWanted()
  }

  /// The newest picture, as soon as it is another one than the viewer has; nil once the board is closed or the task
  /// cancelled.
  ///
  /// - Parameter number: the viewer's picture, 0 for none.
  func next(after number: Int) async -> Answer? {
    let start = monitor.change { state, _ in state.ticks }
    return await monitor.wait(
      until: { state in
        // A number larger than ours is that of an earlier run: any picture is newer.
        if let picture = state.picture, picture.number == state.newest?.number || state.isJustMade,
          picture.number > number || number > state.newest?.number ?? 0
        {
          return .picture(picture)
        }
        // The second from here is between one and two periods away.
        return state.ticks >= start + 2 ? .nothing : nil
      }, waiting: { encodeIfWanted() })
  }

  /// Lets those go that waited for long, so that they find out whether their viewers are still there.
  func tick() { monitor.change { state, _ in state.ticks += 1 } }

  /// Lets all tasks go, and the pictures.
  func close() {
    monitor.close()
    monitor.change { state, _ in (state.newest, state.picture) = (nil, nil) }
  }

  private func encodeIfWanted() {
    let next = monitor.change { state, waiting -> Newest? in
      guard waiting > 0, !state.isEncoding, let newest = state.newest, newest.number != state.encoded else {
        return nil
      }
      state.isEncoding = true
      return newest
    }
    guard let next else { return }
    queue.async { [self] in encode(next) }
  }

  private func encode(_ newest: Newest) {
    // A picture that JPEG cannot hold is passed over; the lines are shown all the same.
    let bytes = try? drawing(newest.frame).encoded(as: .jpeg, quality: quality)
    monitor.change { state, _ in
      if let bytes {
        state.picture = Picture(
          number: newest.number, time: newest.frame.time, jpeg: ByteBuffer(bytes: bytes), shown: newest.shown,
          age: newest.frame.age)
        state.encodings += 1
        state.isJustMade = true
      }
      state.encoded = newest.number
    }
    monitor.change { state, _ in (state.isEncoding, state.isJustMade) = (false, false) }
    encodeIfWanted()
  }
}
