internal import Dispatch

/// A thread of its own for a task that blocks on purpose: on Swift's pool it would take the place of others, perhaps of the
/// one that is to end it.
public final class OwnThread: TaskExecutor {
  private let queue = DispatchQueue(label: "legible.test")

  /// A thread that starts with its first work.
  public init() {}

  /// Does a piece of a task there.
  public func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
