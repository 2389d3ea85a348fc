internal import Dispatch
internal import Synchronization

/// The frames of a source as they come, for tasks.
///
/// ```swift
/// for try await frame in camera.frames { print(frame.time, frame.image.size) }
/// ```
///
/// A frame is read when it is asked for, on a thread that belongs to the iteration: nothing is stored, so a slow loop over a
/// live source sees the newest frames, and Swift's thread pool stays free. Cancelling the task closes the source, and the
/// iteration throws `CancellationError`. Leaving the loop leaves the source open.
public struct FrameSequence: AsyncSequence, Sendable {
  let source: any FrameSource

  /// Reads on.
  public func makeAsyncIterator() -> Iterator { Iterator(source: source) }

  /// The state of one iteration.
  public struct Iterator: AsyncIteratorProtocol {
    private let source: any FrameSource
    /// A serial queue of its own gets a thread of its own, however many others are blocked.
    private let queue = DispatchQueue(label: "legible.frames")

    init(source: any FrameSource) { self.source = source }

    /// The next frame; nil at the end.
    public mutating func next() async throws -> Frame? {
      try await next(isolation: nil)
    }

    /// The next frame; nil at the end.
    public mutating func next(isolation actor: isolated (any Actor)?) async throws -> Frame? {
      let (source, queue) = (source, queue)
      let answer = Answer()
      return try await withTaskCancellationHandler(
        operation: {
          try await withCheckedThrowingContinuation(isolation: actor) { continuation in
            guard answer.expect(continuation) else { return }
            queue.async { answer.give(Result { try source.read() }) }
          }
        },
        onCancel: {
          answer.give(.failure(CancellationError()))
          // Closing may wait for the device.
          DispatchQueue(label: "legible.close").async { source.close() }
        })
    }
  }
}

/// One answer to one question: the first that is given counts.
private final class Answer: Sendable {
  private typealias Continuation = CheckedContinuation<Frame?, any Error>
  private enum State {
    case new
    case expected(Continuation)
    case given
  }
  private let state = Mutex(State.new)

  /// Says who waits; false if the answer was there before, and was passed on.
  func expect(_ continuation: CheckedContinuation<Frame?, any Error>) -> Bool {
    let isNew = state.withLock { state in
      if case .new = state {
        state = .expected(continuation)
        return true
      }
      return false
    }
    // Only cancellation answers before the question was asked.
    if !isNew { continuation.resume(throwing: CancellationError()) }
    return isNew
  }

  func give(_ result: Result<Frame?, any Error>) {
    let waiting: Continuation? = state.withLock { state in
      defer { state = .given }
      if case .expected(let continuation) = state { return continuation }
      return nil
    }
    waiting?.resume(with: result)
  }
}
