internal import Capture
internal import Dispatch
internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The loop on its thread, as the main thread sees it.
final class LiveSession: Sendable {
  private struct State: Sendable {
    var isOpen = false
    var end: LiveEnd?
    /// What went wrong outside of the loop.
    var error: (any Error)?
  }
  private let state = Mutex(State())
  private let loop: LiveLoop

  init(loop: LiveLoop) { self.loop = loop }

  /// Begins the loop; at its end the window closes, too.
  func start() {
    // The first look begins to watch the signals.
    _ = App.needExit
    // A serial queue of its own gets a thread of its own, however many others are blocked.
    DispatchQueue(label: "legible.live").async {
      let end = self.loop.run { self.state.withLock { $0.isOpen = true } }
      self.state.withLock { $0.end = end }
      self.loop.window?.finish()
    }
  }

  /// Notes what went wrong on the main thread.
  func fail(_ error: any Error) { state.withLock { $0.error = error } }

  /// Waits for the end. Where the program is to end while the source is still being opened, which may take for ever, there
  /// is nothing to be completed, and nothing is waited for.
  func wait() -> LiveEnd {
    while true {
      let (end, isOpen, error) = state.withLock { ($0.end, $0.isOpen, $0.error) }
      if var end {
        end.error = error ?? end.error
        return end
      }
      if App.needExit, !isOpen {
        var end = LiveEnd()
        end.error = error
        return end
      }
      Waiting.shortly()
    }
  }
}

/// Pauses of threads that belong to nobody else.
enum Waiting {
  /// 10 ms.
  static func shortly() { usleep(10_000) }
  /// So long, but no longer than 10 ms.
  static func atMost(_ duration: Duration) {
    usleep(UInt32(max(0, min(10_000, duration / .microseconds(1)))))
  }
}
