internal import Dispatch
internal import Synchronization

/// Ends calls that wait: raised by another thread, or due when a time limit is over.
final class Interrupt: Sendable {
  private let raised = Atomic(false)
  /// In nanoseconds of the machine's uptime; 0 for no limit.
  private let deadline = Atomic<UInt64>(0)

  /// Whether somebody wants the end.
  var isRaised: Bool { raised.load(ordering: .relaxed) }

  /// Whether waiting has to end, for either reason.
  var isDue: Bool {
    if isRaised { return true }
    let limit = deadline.load(ordering: .relaxed)
    return limit != 0 && DispatchTime.now().uptimeNanoseconds > limit
  }

  /// Asks for the end; it stays asked.
  func raise() { raised.store(true, ordering: .relaxed) }

  /// Sets the time limit anew, from now; nil for none.
  func allow(_ duration: Duration?) {
    guard let duration else { return deadline.store(0, ordering: .relaxed) }
    deadline.store(DispatchTime.now().uptimeNanoseconds &+ duration.nanoseconds, ordering: .relaxed)
  }
}

extension Duration {
  /// Whole nanoseconds, at least 0; a hundred years for more.
  var nanoseconds: UInt64 {
    let (seconds, attoseconds) = components
    guard seconds >= 0, attoseconds >= 0 else { return 0 }
    return min(UInt64(seconds), 3_155_760_000) * 1_000_000_000 + UInt64(attoseconds / 1_000_000_000)
  }

  /// Seconds as a number.
  var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
