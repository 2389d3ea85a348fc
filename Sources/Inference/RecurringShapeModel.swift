internal import Synchronization

/// A network for inputs of any shape, and once more, with more streams, for those shapes that come again and again.
///
/// Many threads that read a page each are fastest with a stream of one thread each. But the engine's buffers for a network that looks at whole pages
/// grow with every shape, to 55 MiB (PP-OCRv6 tiny's detector) for one and 100 for hundreds. Scans and photographs have a few shapes; pictures of all sizes share
/// few streams, which use the threads that wait for them.
public final class RecurringShapeModel: Model {
  /// What the network wants, `InputFormat` already in front of it.
  public var inputs: [TensorInfo] { anyShape.inputs }
  /// What the network gives.
  public var outputs: [TensorInfo] { anyShape.outputs }

  /// What came so often, of the last 64 inputs, is expected again. With 6, memory grew over 2,000 pictures of random sizes.
  private static let often = 10

  private let anyShape: any Model
  private let history = Mutex(ShapeHistory(often: often))
  /// Of the parts of larger inputs.
  private let partHistory = Mutex(ShapeHistory(often: often))
  /// The other network. Locked while it is being made: who needs it waits, who has another shape does not.
  private let recurring: Mutex<Recurring>

  private enum Recurring {
    case notMade(@Sendable () throws -> any Model)
    /// Nil: it could not be made, for want of memory or since the file is gone.
    case made((any Model)?)
  }

  /// Reads and compiles a network, or takes it from the cache; the one for shapes that come again follows when it is needed.
  ///
  /// - Parameters: as those of `OpenVINOModel`, and
  ///   - streams: of the network for shapes that come again, one for each thread that has a page. Of the other one there is a stream for three of them.
  /// - Throws: `modelNotFound`, `unreadableModel` or `inferenceFailed`.
  public convenience init(
    contentsOf path: String, format: InputFormat? = nil, sides: InputSides? = nil, compute: ComputeOptions = .init(),
    streams: Int, keptShapes: Int = 16
  ) throws {
    func source(_ streams: Int) throws -> NetworkSource {
      try OpenVINOModel.source(
        path, format: format, sides: sides, compute: compute, streams: streams, keptShapes: keptShapes)
    }
    let few = max(1, (streams * 3 + 5) / 10)
    var anyShape = try source(few)
    let network = try OpenVINOModel(&anyShape, streams: few)
    let recurring = try source(streams).of(anyShape)
    self.init(network) { try OpenVINOModel(recurring, streams: streams) }
  }

  /// A network that is there, and one that is made at most once.
  init(_ anyShape: any Model, recurring: @escaping @Sendable () throws -> any Model) {
    self.anyShape = anyShape
    self.recurring = Mutex(.notMade(recurring))
  }

  /// Runs the network.
  public func run<R>(_ inputs: [TensorView], _ body: ([TensorView]) throws -> R) throws -> R {
    try network(for: inputs, history, mayMake: true).run(inputs, body)
  }

  /// Runs the network on a part of a larger input. Of one picture there may be many of a shape: they go through the other network where
  /// there is one, and are no reason to make it.
  public func runPart<R>(_ inputs: [TensorView], _ body: ([TensorView]) throws -> R) throws -> R {
    try network(for: inputs, partHistory, mayMake: false).run(inputs, body)
  }

  /// See `Model`.
  public func giveBackInputs() {
    anyShape.giveBackInputs()
    recurring.withLock { recurring in
      if case .made(let network?) = recurring { network.giveBackInputs() }
    }
  }

  /// The other network where the shape of the first input came often, if there is one or it may be made.
  private func network(
    for inputs: [TensorView], _ history: borrowing Mutex<ShapeHistory>, mayMake: Bool
  ) -> any Model {
    guard history.withLock({ $0.expectsMore(of: inputs.first?.shape ?? []) }) else { return anyShape }
    return recurring.withLock { recurring in
      if mayMake, case .notMade(let make) = recurring { recurring = .made(try? make()) }
      guard case .made(let network?) = recurring else { return anyShape }
      return network
    }
  }
}
