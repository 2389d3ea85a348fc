internal import Dispatch
internal import Synchronization

/// The bridge from the command, which is synchronous, to what is not.
enum Waiting {
  private final class Outcome<R: Sendable>: Sendable {
    let value = Mutex<Result<R, any Error>?>(nil)
  }

  /// Blocks the calling thread, the main one, until the work is done elsewhere.
  static func forResult<R: Sendable>(_ work: @escaping @Sendable () async throws -> R) throws -> R {
    let outcome = Outcome<R>()
    let done = DispatchSemaphore(value: 0)
    Task.detached {
      let result: Result<R, any Error>
      do { result = .success(try await work()) } catch { result = .failure(error) }
      outcome.value.withLock { $0 = result }
      done.signal()
    }
    done.wait()
    return try outcome.value.withLock { $0! }.get()
  }
}
