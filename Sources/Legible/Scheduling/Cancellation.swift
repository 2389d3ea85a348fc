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

  /// Sets the one thing that is done once when this is cancelled, before it can be.
  func onCancel(_ body: @escaping @Sendable () -> Void) { action.withLock { $0 = body } }
}
