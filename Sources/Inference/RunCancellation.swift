#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Whether the work that a thread does is no longer wanted: what a run that takes seconds looks at meanwhile.
///
/// A task's own cancellation is seen on the task's thread only; lines are read on others.
package enum RunCancellation {
  private final class Question {
    let ask: () -> Bool
    init(_ ask: @escaping () -> Bool) { self.ask = ask }
  }

  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    pthread_key_create(&key, nil)
    return key
  }()

  /// Does work on this thread that is not wanted any more once the question is answered with true.
  package static func asking<R>(_ isCancelled: @escaping () -> Bool, _ body: () throws -> R) rethrows -> R {
    let question = Question(isCancelled)
    let before = pthread_getspecific(key)
    pthread_setspecific(key, Unmanaged.passUnretained(question).toOpaque())
    defer { pthread_setspecific(key, before) }
    return try withExtendedLifetime(question, body)
  }

  /// Whether this thread's work, or the task that runs on it, was cancelled.
  static var isCancelled: Bool {
    if Task.isCancelled { return true }
    guard let question = pthread_getspecific(key) else { return false }
    return Unmanaged<Question>.fromOpaque(question).takeUnretainedValue().ask()
  }
}
