internal import Dispatch
internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The end of a program that goes on until its user leaves, as MaixPy's `app`.
///
/// ```swift
/// while !App.needExit, let frame = try camera.read() { … }
/// ```
///
/// The first use begins to watch the signals SIGINT (Ctrl-C), SIGTERM and SIGHUP, unless they are ignored already. One of
/// them asks for the end, a second one ends the process at once, as it would have without the watch.
public enum App {
  /// Whether the program is to end: a signal came, the window was closed or left, or `requestExit` was called. It stays so.
  public static var needExit: Bool {
    watch()
    return isAsked.load(ordering: .acquiring)
  }

  /// Asks for the end.
  public static func requestExit() {
    let bodies = waiting.withLock { waiting in
      if isAsked.exchange(true, ordering: .acquiringAndReleasing) { return [@Sendable () -> Void]() }
      defer { waiting = [] }
      return waiting
    }
    for body in bodies { body() }
  }

  /// Calls a closure once when the end is asked for, on any thread; at once where it was asked already. It closes what a
  /// thread may be waiting for: a camera that sends nothing.
  public static func onExit(_ body: @escaping @Sendable () -> Void) {
    watch()
    let isLate = waiting.withLock { waiting in
      if isAsked.load(ordering: .acquiring) { return true }
      waiting.append(body)
      return false
    }
    if isLate { body() }
  }

  private static let isAsked = Atomic(false)
  private static let waiting = Mutex<[@Sendable () -> Void]>([])
  private static let watches = Mutex<[Watch]?>(nil)

  /// A dispatch source, which may be kept and let go from any thread.
  private struct Watch: @unchecked Sendable { let source: any DispatchSourceSignal }

  /// Begins to watch the signals, once.
  private static func watch() {
    watches.withLock { watches in
      guard watches == nil else { return }
      watches = [SIGINT, SIGTERM, SIGHUP].compactMap { number in
        // Whoever starts us in the background, or by nohup, has the signal ignored: it stays so.
        if unsafeBitCast(signal(number, SIG_IGN), to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) { return nil }
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler { came(number, times: source.data) }
        source.resume()
        return Watch(source: source)
      }
    }
  }

  private static func came(_ number: Int32, times: UInt) {
    if !isAsked.load(ordering: .acquiring), times < 2 { return requestExit() }
    // The dispatch library keeps the signal blocked: it is let through to this thread.
    var this = sigset_t()
    sigemptyset(&this)
    sigaddset(&this, number)
    signal(number, SIG_DFL)
    pthread_sigmask(SIG_UNBLOCK, &this, nil)
    raise(number)
    _exit(128 + number)
  }
}
