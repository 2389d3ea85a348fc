internal import Synchronization

/// A network for inputs of any shape, which is compiled once more for those shapes that come again and again.
///
/// What this engine makes for one shape runs in 0.89 (PP-OCRv6 tiny's detector) to 0.95 (small's) of the time of what it makes
/// for all of them. It takes some 100 ms to load, and weights and buffers of its own. So it is made for a shape that has come
/// often; for the others, and for small inputs, which gain little, there is the network for any shape.
public final class StaticShapeModel: Model {
  /// What the network wants, `InputFormat` already in front of it.
  public var inputs: [TensorInfo] { anyShape.inputs }
  /// What the network gives.
  public var outputs: [TensorInfo] { anyShape.outputs }

  /// How much is kept, counted in elements of the first input.
  public struct Bounds: Hashable, Sendable {
    /// Inputs of fewer elements go through the network for any shape.
    public var smallest: Int
    /// The inputs of all networks that are kept together. The one in use may be larger.
    public var kept: Int
    /// What a network takes beside its buffers, its weights above all.
    public var network: Int

    /// Bounds, in elements.
    public init(smallest: Int, kept: Int, network: Int) {
      self.smallest = smallest
      self.kept = kept
      self.network = network
    }
  }

  private let anyShape: OpenVINOModel
  private let bounds: Bounds
  /// What networks are made of. Locked while one is being made: whoever else needs the same waits for it.
  private let source: Mutex<NetworkSource>
  private let kept = Mutex(Kept())

  fileprivate struct Kept {
    /// Networks for one shape each, those used last at the end.
    var networks: [(shape: [Int], model: OpenVINOModel)] = []
    var history = ShapeHistory()
    /// Whether one could not be made, for want of memory or since the file is gone or another.
    var isGivenUp = false
  }

  /// Reads and compiles a network for any shape, or takes it from the cache; those for one shape follow when they are
  /// needed.
  ///
  /// - Parameters: as those of `OpenVINOModel`, of one stream, `keptShapes` being about the network for any shape, and
  ///   - bounds: which inputs have a network of their own, and how many of these are kept.
  /// - Throws: `modelNotFound`, `unreadableModel` or `inferenceFailed`.
  public init(
    contentsOf path: String, format: InputFormat? = nil, sides: InputSides? = nil, compute: ComputeOptions = .init(),
    keptShapes: Int = 16, bounds: Bounds
  ) throws {
    var anyShape = try OpenVINOModel.source(
      path, format: format, sides: sides, compute: compute, streams: 1, keptShapes: keptShapes)
    self.anyShape = try OpenVINOModel(&anyShape, streams: 1)
    source = Mutex(anyShape.ofOneShape)
    self.bounds = bounds
  }

  /// Runs the network, on one for the shape of the first input where there is one or should be.
  public func run<R>(_ inputs: [TensorView], _ body: ([TensorView]) throws -> R) throws -> R {
    guard let shape = inputs.first?.shape, size(shape) >= bounds.smallest, self.inputs.first?.fits(shape) == true,
      let fixed = network(for: shape)
    else { return try anyShape.run(inputs, body) }
    return try fixed.run(inputs, body)
  }

  /// See `Model`.
  public func giveBackInputs() {
    anyShape.giveBackInputs()
    for (_, network) in kept.withLock({ $0.networks }) { network.giveBackInputs() }
  }

  private func size(_ shape: [Int]) -> Int { shape.reduce(1, *) }

  /// The network for a shape; nil where it is not worth one.
  private func network(for shape: [Int]) -> OpenVINOModel? {
    let (there, comesAgain) = kept.withLock { kept in
      let comesAgain = kept.history.expectsMore(of: shape)
      let history = kept.history
      kept.networks.removeAll { history.hasPassed($0.shape) }
      return (kept.use(shape), comesAgain && !kept.isGivenUp)
    }
    if there != nil || !comesAgain { return there }
    return source.withLock { source in
      // Somebody may have made it meanwhile.
      if let there = kept.withLock({ $0.use(shape) }) { return there }
      // Room first, so that the old and the new are not there together.
      makeRoom(for: shape)
      let made = try? OpenVINOModel(&source, streams: 1, shape: shape)
      kept.withLock { kept in
        if let made { kept.networks.append((shape, made)) } else { kept.isGivenUp = true }
      }
      return made
    }
  }

  /// Lets go of the networks that were not used for longest.
  private func makeRoom(for shape: [Int]) {
    kept.withLock { kept in
      func cost(_ shape: [Int]) -> Int { size(shape) + bounds.network }
      var total = kept.networks.reduce(cost(shape)) { $0 + cost($1.shape) }
      while total > bounds.kept, !kept.networks.isEmpty { total -= cost(kept.networks.removeFirst().shape) }
    }
  }
}

extension StaticShapeModel.Kept {
  /// The network for a shape, if it is there; it counts as used now.
  fileprivate mutating func use(_ shape: [Int]) -> OpenVINOModel? {
    guard let index = networks.firstIndex(where: { $0.shape == shape }) else { return nil }
    let found = networks.remove(at: index)
    networks.append(found)
    return found.model
  }
}

extension TensorInfo {
  /// Whether a tensor may have this shape.
  fileprivate func fits(_ other: [Int]) -> Bool {
    shape.count == other.count && zip(shape, other).allSatisfy { $0 == nil || $0 == $1 }
  }
}
