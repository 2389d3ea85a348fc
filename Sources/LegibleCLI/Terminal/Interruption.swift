internal import Dispatch
internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// What an interruption (Ctrl-C, `kill`, a closed terminal) has to put away: files that are half written.
enum Interruption {
  private static let unfinished = Mutex<Set<String>>([])
  private static let watches = Mutex<[Watch]>([])

  /// A dispatch source, which may be kept and let go from any thread.
  private struct Watch: @unchecked Sendable { let source: any DispatchSourceSignal }

  /// From now on, SIGINT, SIGTERM and SIGHUP remove the unfinished files before they end the process as always.
  static func watch() {
    for number in [SIGINT, SIGTERM, SIGHUP] {
      // Whoever starts us in the background, or by nohup, has the signal ignored: it stays so.
      if address(signal(number, SIG_IGN)) == address(SIG_IGN) { continue }
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        // The lock is kept: no file becomes finished or unfinished from here on.
        unfinished.withLock { paths in
          for path in paths { unlink(path) }
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
      source.resume()
      let watch = Watch(source: source)
      watches.withLock { $0.append(watch) }
    }
  }

  /// Blocks the calling thread until the work is done elsewhere. SIGINT, SIGTERM and SIGHUP cancel it; when it has put
  /// away what it had begun, they end the process as always. A second one ends it at once.
  static func cancelling<R: Sendable>(_ work: @escaping @Sendable () async throws -> R) throws -> R {
    let caught = Mutex<Int32?>(nil)
    let task = Mutex<Task<R, any Error>?>(nil)
    let sources = [SIGINT, SIGTERM, SIGHUP].compactMap { number -> Watch? in
      if address(signal(number, SIG_IGN)) == address(SIG_IGN) { return nil }
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        let isFirst = caught.withLock { first in
          defer { first = number }
          return first == nil
        }
        if !isFirst { _exit(128 + number) }
        task.withLock { $0?.cancel() }
      }
      source.resume()
      return Watch(source: source)
    }
    defer { withExtendedLifetime(sources) {} }
    do {
      return try Waiting.forResult {
        let running = Task { try await work() }
        task.withLock { $0 = running }
        if caught.withLock({ $0 != nil }) { running.cancel() }
        return try await running.value
      }
    } catch {
      guard let number = caught.withLock({ $0 }) else { throw error }
      signal(number, SIG_DFL)
      raise(number)
      _exit(128 + number)
    }
  }

  /// What tells two handlers apart.
  private static func address(_ handler: (@convention(c) (Int32) -> Void)?) -> Int {
    unsafeBitCast(handler, to: Int.self)
  }

  /// Notes a file that has to go should we be interrupted.
  static func begin(_ path: String) { unfinished.withLock { _ = $0.insert(path) } }

  /// Lets go of a file after the closure renamed or removed it.
  static func end<R>(_ path: String, _ body: () throws -> R) rethrows -> R {
    try unfinished.withLock { paths in
      paths.remove(path)
      return try body()
    }
  }
}
