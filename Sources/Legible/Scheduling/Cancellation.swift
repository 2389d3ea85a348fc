internal import Inference
internal import Synchronization

/// Carries a task's cancellation to threads that are not the task's own.
package final class Cancellation: Sendable {
  private let isCancelled = Atomic(false)
  private let action = Mutex<(@Sendable () -> Void)?>(nil)

  package init() {}

  /// Cancels; again and again does no harm.
  package func cancel() {
    isCancelled.store(true, ordering: .relaxed)
    let action = action.withLock { $0.take() }
    action?()
  }

  /// Throws when this, or the task the thread works for, was cancelled.
  package func check() throws {
    if isCancelled.load(ordering: .relaxed) { throw CancellationError() }
    try Task.checkCancellation()
  }

  /// Does work on this thread that may be broken off where a network takes seconds.
  package func during<R>(_ body: () throws -> R) rethrows -> R {
    try RunCancellation.asking({ self.isCancelled.load(ordering: .relaxed) }, body)
  }

  /// Sets the one thing that is done once when this is cancelled, before it can be.
  func onCancel(_ body: @escaping @Sendable () -> Void) { action.withLock { $0 = body } }
}
