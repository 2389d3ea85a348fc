internal import Synchronization

/// Values that many threads change and many tasks wait for; a task that waits holds no thread.
///
/// Nobody who changes values ever waits for a task: conditions are looked at in a few comparisons under the lock.
final class Monitor<State: Sendable>: Sendable {
  private struct Waiter: Sendable {
    /// Resumes its task and says so, or says that the condition does not hold yet.
    let resumeIfReady: @Sendable (inout State) -> (@Sendable () -> Void)?
    let resumeWithoutAnswer: @Sendable () -> Void
  }
  private struct Content: Sendable {
    var state: State
    var waiting: [Int: Waiter] = [:]
    var nextID = 0
    var isClosed = false
  }
  private let content: Mutex<Content>

  init(_ state: State) { content = Mutex(Content(state: state)) }

  /// Whether `close()` was called.
  var isClosed: Bool { content.withLock(\.isClosed) }

  /// Reads or changes the values, and resumes the tasks whose conditions hold then. The number is that of the tasks that
  /// wait before.
  @discardableResult
  func change<R: Sendable>(_ body: (inout State, Int) -> R) -> R {
    var resumptions: [@Sendable () -> Void] = []
    let result = content.withLock { content in
      let result = body(&content.state, content.waiting.count)
      for (id, waiter) in content.waiting {
        guard let resume = waiter.resumeIfReady(&content.state) else { continue }
        content.waiting[id] = nil
        resumptions.append(resume)
      }
      return result
    }
    for resume in resumptions { resume() }
    return result
  }

  /// Suspends the task until the closure gives an answer; nil when the task was cancelled or the monitor closed.
  ///
  /// - Parameters:
  ///   - ready: looks at the values, under the lock.
  ///   - waiting: called once the task is counted among those that wait, if it has to wait at all.
  func wait<Answer: Sendable>(
    until ready: @escaping @Sendable (inout State) -> Answer?, waiting: @Sendable () -> Void = {}
  ) async -> Answer? {
    let id = content.withLock { content in
      content.nextID += 1
      return content.nextID
    }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: CheckedContinuation<Answer?, Never>) in
        var answer: Answer?
        let isWaiting = content.withLock { content in
          if content.isClosed || Task.isCancelled { return false }
          answer = ready(&content.state)
          if answer != nil { return false }
          content.waiting[id] = Waiter(
            resumeIfReady: { state in
              guard let answer = ready(&state) else { return nil }
              return { continuation.resume(returning: answer) }
            },
            resumeWithoutAnswer: { continuation.resume(returning: nil) })
          return true
        }
        if isWaiting { waiting() } else { continuation.resume(returning: answer) }
      }
    } onCancel: {
      let waiter = content.withLock { $0.waiting.removeValue(forKey: id) }
      waiter?.resumeWithoutAnswer()
    }
  }

  /// Resumes all tasks without an answer; later ones do not wait.
  func close() {
    let waiting = content.withLock { content in
      content.isClosed = true
      defer { content.waiting = [:] }
      return content.waiting
    }
    for waiter in waiting.values { waiter.resumeWithoutAnswer() }
  }
}
