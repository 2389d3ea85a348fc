internal import Capture

/// Plays a file at its own speed, every frame of it, for somebody who watches.
struct Pace {
  /// The time of the last frame, and when it was due.
  private var last: (time: Duration, due: ContinuousClock.Instant)?

  /// When a frame is due: as long after the one before as their times say, or now where it is late already. What reading
  /// took too long is not made up for.
  ///
  /// - Parameter time: when the frame is to be seen; never less than that of the frame before.
  mutating func due(_ time: Duration, now: ContinuousClock.Instant) -> ContinuousClock.Instant {
    let due = max(last.map { $0.due.advanced(by: time - $0.time) } ?? now, now)
    last = (time, due)
    return due
  }

  /// Waits until a frame is due, or the program is to end.
  mutating func hold(until time: Duration) {
    let due = due(time, now: .now)
    while !App.needExit, due > .now { Waiting.atMost(ContinuousClock.now.duration(to: due)) }
  }
}
