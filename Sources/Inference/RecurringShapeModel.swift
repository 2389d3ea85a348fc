internal import Dispatch
internal import Synchronization

/// A network for inputs of any shape with several streams, of which most are only lent for shapes that come again and again.
///
/// The engine's buffers for a network that looks at whole pages grow with every shape, to 55 MiB (PP-OCRv6 tiny's detector) for one shape and
/// 100 for hundreds. Scans and photographs have a few shapes: a stream for each of the threads that read them makes these a fifth
/// to a quarter faster. Pictures of all sizes share half of the streams, which costs them little and saves the memory.
public final class RecurringShapeModel: Model {
  /// What the network wants, `InputFormat` already in front of it.
  public var inputs: [TensorInfo] { network.inputs }
  /// What the network gives.
  public var outputs: [TensorInfo] { network.outputs }

  /// What came so often, of the last 64 inputs, is expected again. Pictures of random sizes have no such shapes.
  private static let often = 6

  private let network: any Model
  private let history = Mutex(ShapeHistory(often: often))
  /// One for each run of another shape that may begin.
  private let places: DispatchSemaphore

  /// Reads and compiles a network, or takes it from the cache.
  ///
  /// - Parameters: as those of `OpenVINOModel`; half of the streams, rounded up, are for any shape.
  /// - Throws: `modelNotFound`, `unreadableModel` or `inferenceFailed`.
  public convenience init(
    contentsOf path: String, format: InputFormat? = nil, sides: InputSides? = nil, compute: ComputeOptions = .init(),
    streams: Int, keptShapes: Int = 16
  ) throws {
    self.init(
      try OpenVINOModel(
        contentsOf: path, format: format, sides: sides, compute: compute, streams: streams, keptShapes: keptShapes),
      ofAnyShape: (streams + 1) / 2)
  }

  /// A network that is there.
  ///
  /// - Parameter ofAnyShape: how many runs of shapes that came seldom go on at once.
  init(_ network: any Model, ofAnyShape: Int) {
    self.network = network
    // One that is let go of below the value that it began with ends the process.
    places = DispatchSemaphore(value: 0)
    for _ in 0..<max(1, ofAnyShape) { places.signal() }
  }

  /// Runs the network; waits while as many others run as may.
  public func run<R>(_ inputs: [TensorView], _ body: ([TensorView]) throws -> R) throws -> R {
    let comesAgain = history.withLock { $0.expectsMore(of: inputs.first?.shape ?? []) }
    if comesAgain { return try network.run(inputs, body) }
    places.wait()
    defer { places.signal() }
    return try network.run(inputs, body)
  }
}
