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
  /// Begins to watch the signals, once.
  private static func watch() { _ = isWatching }

  private static let isWatching: Bool = {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return false }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    // Used once here, so that no handler is the first to.
    _ = isAsked.load(ordering: .relaxed) || Signals.rung.load(ordering: .relaxed)
    Signals.ear.store(ends[0], ordering: .releasing)
    Signals.bell.store(ends[1], ordering: .releasing)
    for number in Signals.all {
      // A handler, and neither an ignored nor a blocked signal: those are handed down to child processes, and what comes
      // before somebody listens is lost.
      let before = signal(number, Signals.came)
      // Whoever starts us in the background, or by nohup, has the signal ignored: it stays so.
      if unsafeBitCast(before, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) { signal(number, SIG_IGN) }
    }
    var thread = pthread_t()
    return pthread_create(&thread, nil, { _ in Signals.listen() }, nil) == 0
  }()

  /// What happens inside a signal handler, where only atomics and the system's own calls are allowed.
  private enum Signals {
    /// Where to write a byte.
    static let bell = Atomic<Int32>(-1)
    static let came: @convention(c) (Int32) -> Void = { number in
      if isAsked.load(ordering: .acquiring) || rung.exchange(true, ordering: .acquiringAndReleasing) {
        // The second one: what it would have done without us, as soon as the handler returns.
        signal(number, SIG_DFL)
        raise(number)
        return
      }
      var byte: UInt8 = 0
      _ = write(bell.load(ordering: .acquiring), &byte, 1)
    }
    static let rung = Atomic(false)
    static let all = [SIGINT, SIGTERM, SIGHUP]
    /// Where to read it.
    static let ear = Atomic<Int32>(-1)

    /// A thread that takes the signals even where all others have them blocked, as the children of some programs do.
    static func listen() -> UnsafeMutableRawPointer? {
      var ours = sigset_t()
      sigemptyset(&ours)
      for number in all { sigaddset(&ours, number) }
      pthread_sigmask(SIG_UNBLOCK, &ours, nil)
      var byte: UInt8 = 0
      while true {
        if read(ear.load(ordering: .acquiring), &byte, 1) == 1 { requestExit() } else if errno != EINTR { return nil }
      }
    }
  }
}
