internal import Capture

/// Plays a file at its own speed, every frame of it, for somebody who watches.
struct Pace {
  /// The time of the last frame, and when it was due.
  private var last: (time: Duration, due: ContinuousClock.Instant)?

  /// Waits until a frame is due, or the program is to end. What reading took longer than the frames last is not made up for.
  ///
  /// - Parameter time: when the frame is to be seen; never less than that of the frame before.
  mutating func hold(until time: Duration) {
    let due = max(last.map { $0.due.advanced(by: time - $0.time) } ?? .now, .now)
    last = (time, due)
    while !App.needExit, due > .now { Waiting.atMost(ContinuousClock.now.duration(to: due)) }
  }
}
