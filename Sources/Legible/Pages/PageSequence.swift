internal import Failure
internal import Raster

/// The pages of many pictures, in the order of the pictures, read several at once: what `TextReader.pages(of:)` gives.
///
/// Reading begins when the first page is asked for. Each iteration reads anew. Leaving the loop, or cancelling its task,
/// stops the reading at the next stage or line.
public struct PageSequence: AsyncSequence, Sendable {
  typealias Work = OrderedWork<PageSource, OpenedPage, PageResult>

  let begin: @Sendable (Cancellation) -> Work

  /// Starts over.
  public func makeAsyncIterator() -> Iterator { Iterator(run: Run(begin)) }

  /// Gives the pages one after the other.
  public struct Iterator: AsyncIteratorProtocol {
    let run: Run

    /// The next page; nil after the last.
    ///
    /// - Throws: `CancellationError`, or what the sequence of sources throws, after the pages before it.
    public mutating func next() async throws -> PageResult? { try await run.next() }

    /// The next page; nil after the last.
    ///
    /// - Throws: `CancellationError`, or what the sequence of sources throws, after the pages before it.
    public mutating func next(isolation actor: isolated (any Actor)?) async throws -> PageResult? {
      try await run.next()
    }
  }

  /// One iteration: it ends when nobody holds it any more.
  final class Run: Sendable {
    private let work: Work
    private let cancellation = Cancellation()

    init(_ begin: (Cancellation) -> Work) { work = begin(cancellation) }

    deinit { cancel() }

    func next() async throws -> PageResult? {
      try await withTaskCancellationHandler {
        try await withCheckedThrowingContinuation { continuation in
          work.next { continuation.resume(with: $0) }
        }
      } onCancel: {
        cancel()
      }
    }

    private func cancel() {
      // In this order: what ends because of the second is not taken for the end of the pictures.
      work.cancel()
      cancellation.cancel()
    }
  }
}

/// A picture between its two stages.
struct OpenedPage: Sendable {
  var name: String?
  var image: Result<Image, LegibleError>
  var decoding: Duration
}
