internal import Synchronization

/// A network for inputs of any shape, and once more, with more streams, for those shapes that come again and again.
///
/// Many threads that read a page each are fastest with a stream of one thread each. But the engine's buffers for a network that looks at whole pages
/// grow with every shape, to 55 MiB (PP-OCRv6 tiny's detector) for one and 100 for hundreds. Scans and photographs have a few shapes; pictures of all sizes share
/// few streams, which use the threads that wait for them. Where nearly all pictures have one shape, the other network is for that shape alone, which runs
/// in nine tenths of the time (`StaticShapeModel`) and takes less.
public final class RecurringShapeModel: Model {
  /// What the network wants, `InputFormat` already in front of it.
  public var inputs: [TensorInfo] { anyShape.inputs }
  /// What the network gives.
  public var outputs: [TensorInfo] { anyShape.outputs }

  /// What came so often, of the last 64 inputs, is expected again. With 6, memory grew over 2,000 pictures of random sizes.
  private static let often = 10
  /// A shape that has this part of the inputs gets a network for itself; it loses it to others below the second.
  private static let (usual, unusual) = (0.75, 0.5)

  private let anyShape: any Model
  /// Whether a network for one shape is worth being made.
  private let isFixedFaster: Bool
  private let make: @Sendable (_ shape: [Int]?) throws -> any Model
  private let history = Mutex(ShapeHistory(often: often))
  /// Of the parts of larger inputs.
  private let partHistory = Mutex(ShapeHistory(often: often))
  /// The other network. Locked while it is being made: who needs it waits, who has another shape does not.
  private let recurring = Mutex(Recurring.none)

  private enum Recurring {
    case none
    case anyShape(any Model)
    /// For whole pictures of one shape, and for parts of one where these come again, too.
    case oneShape([Int], any Model, part: (shape: [Int], model: any Model)?)
    /// One could not be made, for want of memory or since the file is gone.
    case givenUp
  }

  /// Reads and compiles a network, or takes it from the cache; the one for shapes that come again follows when it is needed.
  ///
  /// - Parameters: as those of `OpenVINOModel`, and
  ///   - streams: of the network for shapes that come again, one for each thread that has a page. Of the other one there is a stream for three of them.
  ///   - isFixedFaster: whether the engine is faster with one shape on this processor.
  /// - Throws: `modelNotFound`, `unreadableModel` or `inferenceFailed`.
  public convenience init(
    contentsOf path: String, format: InputFormat? = nil, sides: InputSides? = nil, compute: ComputeOptions = .init(),
    streams: Int, keptShapes: Int = 16, isFixedFaster: Bool
  ) throws {
    func source(_ streams: Int) throws -> NetworkSource {
      try OpenVINOModel.source(
        path, format: format, sides: sides, compute: compute, streams: streams, keptShapes: keptShapes)
    }
    let few = max(1, (streams * 3 + 5) / 10)
    var anyShape = try source(few)
    let network = try OpenVINOModel(&anyShape, streams: few)
    let recurring = try source(streams).of(anyShape)
    let oneShape = recurring.ofOneShape
    self.init(network, isFixedFaster: isFixedFaster) { shape in
      guard let shape else { return try OpenVINOModel(recurring, streams: streams) }
      var source = oneShape
      return try OpenVINOModel(&source, streams: streams, shape: shape)
    }
  }

  /// A network that is there, and a way to make another one, for one shape or, without, for any.
  init(_ anyShape: any Model, isFixedFaster: Bool, make: @escaping @Sendable (_ shape: [Int]?) throws -> any Model) {
    self.anyShape = anyShape
    self.isFixedFaster = isFixedFaster
    self.make = make
  }

  /// Runs the network.
  public func run<R>(_ inputs: [TensorView], _ body: ([TensorView]) throws -> R) throws -> R {
    try network(for: inputs.first?.shape ?? []).run(inputs, body)
  }

  /// Runs the network on a part of a larger input. Of one picture there may be many of a shape: they go through the other network where
  /// there is one, or through one for their shape where pictures have one, and are no reason to make the first.
  public func runPart<R>(_ inputs: [TensorView], _ body: ([TensorView]) throws -> R) throws -> R {
    try network(forPart: inputs.first?.shape ?? []).run(inputs, body)
  }

  /// See `Model`.
  public func giveBackInputs() {
    anyShape.giveBackInputs()
    recurring.withLock { recurring in
      switch recurring {
      case .none, .givenUp: break
      case .anyShape(let model): model.giveBackInputs()
      case .oneShape(_, let model, let part):
        model.giveBackInputs()
        part?.model.giveBackInputs()
      }
    }
  }

  /// The other network where the shape came often, if there is one or it can be made.
  private func network(for shape: [Int]) -> any Model {
    let (comesAgain, history) = history.withLock { ($0.expectsMore(of: shape), $0) }
    guard comesAgain else {
      // Nothing waits here for a network that is being made.
      _ = recurring.withLockIfAvailable { recurring in
        if case .oneShape(let usual, _, _) = recurring, history.hasPassed(usual) { recurring = .none }
      }
      return anyShape
    }
    return recurring.withLock { recurring in
      switch recurring {
      case .oneShape(shape, let model, _): return model
      case .oneShape(let usual, _, _) where history.share(of: usual) >= Self.unusual: return anyShape
      case .anyShape(let model) where !isUsual(shape, history): return model
      case .givenUp: return anyShape
      case .none, .anyShape, .oneShape: break
      }
      // Room first, so that the old and the new are not there together.
      recurring = .givenUp
      let isUsual = isUsual(shape, history)
      guard let model = try? make(isUsual ? shape : nil) else { return anyShape }
      recurring = isUsual ? .oneShape(shape, model, part: nil) : .anyShape(model)
      return model
    }
  }

  private func isUsual(_ shape: [Int], _ history: ShapeHistory) -> Bool {
    isFixedFaster && history.share(of: shape) >= Self.usual
  }

  private func network(forPart shape: [Int]) -> any Model {
    guard partHistory.withLock({ $0.expectsMore(of: shape) }) else { return anyShape }
    return recurring.withLock { recurring in
      switch recurring {
      case .none, .givenUp: return anyShape
      case .anyShape(let model): return model
      case .oneShape(_, _, let part?): return part.shape == shape ? part.model : anyShape
      case .oneShape(let usual, let whole, nil):
        // One that cannot be made is not asked for again.
        let model = (try? make(shape)) ?? anyShape
        recurring = .oneShape(usual, whole, part: (shape, model))
        return model
      }
    }
  }
}
