public import Foundation
internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#endif

/// Child processes of tests, whose end is waited for with a limit: a process that hangs fails its test, and never holds up
/// the run.
///
/// Tests run on Swift's pool, which has a thread a core. Nothing here needs another of its threads, and `waitUntilExit` is
/// not used: it learns of the end through a socket that other children may have got, and then waits for those, too.
extension Process {
  /// Starts it with the signals of an interactive shell: who runs the tests in the background or with `nohup` has SIGINT or
  /// SIGHUP ignored, and children inherit that.
  public func start() throws {
    try starting.withLock { _ in
      let before = [SIGINT, SIGHUP, SIGQUIT].map { ($0, signal($0, SIG_DFL)) }
      defer { for (number, handler) in before { _ = signal(number, handler) } }
      try run()
    }
  }

  /// Waits until it has ended, and kills it where that takes too long.
  ///
  /// - Parameter seconds: how long it may run from now on.
  /// - Returns: what it ended with; 128 and the signal's number where a signal ended it, as a shell has it.
  public func end(within seconds: Double = 300) -> Int32 {
    let end = ContinuousClock.now + .seconds(seconds)
    var isKilled = false
    while true {
      if let status = endStatus { return status }
      if ContinuousClock.now > end, !isKilled {
        isKilled = true
        kill(processIdentifier, SIGKILL)
      }
      usleep(2000)
    }
  }

  /// Kills it, and waits for its end. (SIGTERM may stay pending: Dispatch's threads block it, and children inherit that.)
  public func stop() {
    if isRunning { kill(processIdentifier, SIGKILL) }
    _ = end()
  }

  /// Nil while it runs.
  private var endStatus: Int32? {
    if !isRunning { return terminationReason == .exit ? terminationStatus : 128 + terminationStatus }
    #if canImport(Glibc)
    // It may have ended without Foundation knowing yet.
    var info = siginfo_t()
    let answer = waitid(P_PID, id_t(processIdentifier), &info, WEXITED | WNOHANG | WNOWAIT)
    guard answer == 0, info.si_signo == SIGCHLD else { return nil }
    let status = info._sifields._sigchld.si_status
    return info.si_code == CLD_EXITED ? status : 128 + status
    #else
    return nil
    #endif
  }
}

/// Held while a process starts: what signals do is one for the whole program.
private let starting = Mutex(())
