internal import Dispatch
public import Raster
internal import Synchronization

extension TextReader {
  /// The text of pictures that come one by one, from a camera or over a network; else as `pages(of:)` of a sequence.
  ///
  /// A page is given as soon as it and those before it are there, whether or not the next picture has come. What the
  /// sequence of pictures throws is thrown after the pages before it.
  public func pages<S: AsyncSequence<PageSource, any Error> & Sendable>(
    of sources: S, options: RecognitionOptions = .init(), limits: ImageLimits = .init(), lookAhead: Int? = nil,
    pixelsAhead: Int? = nil
  ) -> PageSequence {
    PageSequence { cancellation in
      let feed = SourceFeed(sources)
      cancellation.onCancel { feed.stop() }
      return self.work(
        next: { try feed.next() }, options, limits, self.workLimits(lookAhead: lookAhead, pixelsAhead: pixelsAhead),
        cancellation)
    }
  }
}

/// Lets a thread wait for the next element of an asynchronous sequence.
private final class SourceFeed: Sendable {
  private let answers: Answers
  private let requests: AsyncStream<Void>.Continuation
  private let task: Task<Void, Never>

  /// What the task hands to the waiting thread.
  private final class Answers: Sendable {
    let value = Mutex<Result<PageSource?, any Error>>(.success(nil))
    let isThere = DispatchSemaphore(value: 0)

    func give(_ answer: Result<PageSource?, any Error>) {
      value.withLock { $0 = answer }
      isThere.signal()
    }
  }

  init<S: AsyncSequence<PageSource, any Error> & Sendable>(_ sources: S) {
    let (stream, requests) = AsyncStream.makeStream(of: Void.self)
    let answers = Answers()
    self.requests = requests
    self.answers = answers
    task = Task {
      var iterator = sources.makeAsyncIterator()
      for await _ in stream {
        do {
          answers.give(.success(try await iterator.next()))
        } catch {
          answers.give(.failure(error))
        }
      }
    }
  }

  deinit { stop() }

  /// The next picture; the thread waits for it, until `stop`.
  func next() throws -> PageSource? {
    requests.yield()
    answers.isThere.wait()
    return try answers.value.withLock { try $0.get() }
  }

  /// Asks for nothing more and wakes who waits.
  func stop() {
    requests.finish()
    task.cancel()
    answers.give(.success(nil))
  }
}
