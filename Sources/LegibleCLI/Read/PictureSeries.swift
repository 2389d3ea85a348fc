internal import Legible
internal import Synchronization

/// Reads pictures several at once and gives what came of them in their order.
struct PictureSeries {
  /// What came of a picture.
  typealias Outcome = Result<PictureResult, LegibleError>

  private let work: OrderedWork<Input, Opened, Outcome>
  private let cancellation = Cancellation()

  private struct Opened: Sendable {
    var image: Result<Image, LegibleError>
    var decoding: Duration
  }

  /// - Parameters:
  ///   - pictures: how each is read.
  ///   - inputs: all of them.
  ///   - keepsImages: whether the results hold the pictures, to be drawn on.
  init(_ pictures: PictureReading, _ inputs: [Input], keepsImages: Bool) {
    if inputs.count > TextReader.manyPages { pictures.reader.expectManyPages() }
    let queue = InputQueue(inputs)
    let isSeries = inputs.count > 1
    let cancellation = cancellation
    var limits: OrderedWork<Input, Opened, Outcome>.Limits = pictures.reader.workLimits()
    limits.resultsHoldPixels = keepsImages
    work = OrderedWork(
      limits,
      .init(
        next: { queue.popFirst() },
        open: { input, _, willDecode in
          let picture = Result { () throws(LegibleError) in
            try pictures.decode(input) { size in
              willDecode(size.area)
              if isSeries { Heap.makeRoom(forPixels: size.area) }
            }
          }
          return Opened(image: picture.map(\.image), decoding: (try? picture.get().time) ?? .zero)
        },
        work: { opened, _, crew in
          opened.image.flatMap { image in
            Outcome.catching {
              var result = try pictures.read(image, cancellation, crew)
              result.decoding = opened.decoding
              if !keepsImages { result.image = nil }
              return result
            }
          }
        }))
  }

  /// What came of the next picture; nil after the last. Waits for it.
  func next() throws -> Outcome? { try work.next() }

  /// Leaves the rest unread, and waits for what is being read: an engine must not run while the process ends.
  func stop() {
    work.cancel()
    cancellation.cancel()
    work.stop()
  }
}

/// Inputs that are taken one after the other.
private final class InputQueue: Sendable {
  private let rest: Mutex<ArraySlice<Input>>

  init(_ inputs: [Input]) { rest = Mutex(inputs[...]) }

  func popFirst() -> Input? { rest.withLock { $0.popFirst() } }
}

extension Result where Failure == LegibleError {
  /// What the closure gives or throws; an error of another kind, as of being cancelled, is told as it is.
  fileprivate static func catching(_ body: () throws -> Success) -> Self {
    Result<Success, any Error>(catching: body).mapError {
      $0 as? LegibleError ?? LegibleError(.inferenceFailed, "\($0)")
    }
  }
}
