internal import Failure
public import Inference
public import Raster

/// Finds lines of text in a picture: the first stage of reading.
///
/// Immutable; may be used from several threads at once.
public struct TextDetector: Sendable {
  /// The constants in use where the options say nothing.
  public let model: DetectionModel
  /// The network: `[1, H, W, 3]` bytes in, `[1, 1, H, W]` probabilities out.
  private let network: any Model

  /// The size the network was fixed to; nil where it takes any size.
  public let inputSize: Size?

  /// Loads a detection model.
  ///
  /// - Throws: `modelNotFound`, `unreadableModel`, or `unsuitableModel` where it is no detector.
  public init(model: DetectionModel, compute: ComputeOptions = .init()) throws {
    var compute = compute
    if compute.precision == .auto { compute.precision = model.precision }
    try self.init(
      model: model, network: OpenVINOModel(contentsOf: model.path, format: model.format, compute: compute))
  }

  /// A detector over a network that is already there: `[1, H, W, 3]` bytes in, `[1, 1, H, W]` probabilities out.
  ///
  /// - Throws: `unsuitableModel` where the shapes are others.
  public init(model: DetectionModel, network: any Model) throws {
    guard let input = network.inputs.first, input.shape.count == 4, input.elementType == .u8,
      let output = network.outputs.first, output.shape.count == 4, output.elementType == .f32
    else {
      throw LegibleError(
        .unsuitableModel,
        """
        \(model.path) is no text detector: it has the inputs \(network.inputs) and the outputs \(network.outputs); \
        one picture in and one map [1, 1, H, W] out are expected.
        """)
    }
    self.model = model
    self.network = network
    if let height = input.shape[1], let width = input.shape[2] {
      inputSize = Size(width: width, height: height)
    } else {
      inputSize = nil
    }
  }

  /// The lines in a picture, in image pixels, in no particular order. Empty where there is no text.
  public func detect(_ image: Image, options: DetectionOptions = .init()) throws -> [TextRegion] {
    let finder = BoxFinder(
      pixelThreshold: options.pixelThreshold ?? model.pixelThreshold,
      boxThreshold: options.boxThreshold ?? model.boxThreshold,
      unclipRatio: Double(options.unclipRatio ?? model.unclipRatio),
      maximumCandidates: options.maximumCandidates ?? model.maximumCandidates, polygons: options.polygons)
    return try look(at: image, fit: options.fit) { values, size, mapping in
      let found = finder.find(in: values, size: size)
      return Look(
        result: found.compactMap { Self.inImage($0.region, mapping, image.size) },
        kernels: found.map(\.kernelHeight))
    }
  }

  /// What the network sees: the probability of text at each pixel of its input.
  public func probabilityMap(of image: Image, fit: Fit = .contain) throws -> ProbabilityMap {
    let finder = BoxFinder(
      pixelThreshold: model.pixelThreshold, boxThreshold: model.boxThreshold, unclipRatio: 0,
      maximumCandidates: model.maximumCandidates, polygons: false)
    return try look(at: image, fit: fit) { values, size, mapping in
      Look(
        result: ProbabilityMap(size: size, values: Array(values), mapping: mapping),
        kernels: finder.find(in: values, size: size).map(\.kernelHeight))
    }
  }

  /// What was made of a look, and the heights of the parts that were found, which decide whether to look again.
  private struct Look<R> {
    var result: R
    var kernels: [Double]
  }

  private func look<R>(
    at image: Image, fit: Fit, _ body: (UnsafeBufferPointer<Float>, Size, Fit.Mapping) -> Look<R>
  ) throws -> R {
    if let inputSize {
      let input = DetectorInput(image, size: inputSize, fit: fit)
      return try probabilities(input) { body($0, input.size, input.mapping) }.result
    }
    var size = InputSize(for: image.size)
    var best: Look<R>?
    while true {
      let input = DetectorInput(image, size)
      let look = try probabilities(input) { body($0, input.size, input.mapping) }
      // A larger look that sees nothing any more was one too many.
      if best == nil || !look.kernels.isEmpty { best = look }
      guard let next = size.next(for: image.size, after: look.kernels) else { break }
      size = next
    }
    return best!.result
  }

  /// Runs the network, in tiles where the input is large, so that its memory stays bounded.
  private func probabilities<R>(
    _ input: DetectorInput, _ body: (UnsafeBufferPointer<Float>) throws -> R
  ) throws -> R {
    let tiles = TileGrid(input.size)
    return try input.pixels.withUnsafeBytes { bytes in
      if tiles.count == 1 { return try run(bytes, input.size, body) }
      return try tiles.map(bytes) { tile, size, write in try run(tile, size, write) }.withUnsafeBufferPointer(body)
    }
  }

  private func run<R>(
    _ bytes: UnsafeRawBufferPointer, _ size: Size, _ body: (UnsafeBufferPointer<Float>) throws -> R
  ) throws -> R {
    try network.run([TensorView(shape: [1, size.height, size.width, 3], elementType: .u8, bytes: bytes)]) {
      let map = $0[0]
      guard map.shape == [1, 1, size.height, size.width] else {
        throw LegibleError(
          .unsuitableModel,
          "\(model.path) gave a map of shape \(map.shape) for an input of \(size); [1, 1, H, W] is expected.")
      }
      return try body(map.floats)
    }
  }

  /// A region of the map in image pixels, cut to the picture; nil where its middle lies in what was filled up.
  private static func inImage(_ region: TextRegion, _ mapping: Fit.Mapping, _ size: Size) -> TextRegion? {
    let (width, height) = (Double(size.width), Double(size.height))
    func clamp(_ p: Point) -> Point { Point(max(0, min(width, p.x)), max(0, min(height, p.y))) }
    let center = mapping.unmap(region.quad.center)
    guard Rect(x: 0, y: 0, width: width, height: height).contains(center) else { return nil }
    var result = region
    result.quad = region.quad.mapped { clamp(mapping.unmap($0)) }
    result.polygon = region.polygon?.map { clamp(mapping.unmap($0)) }
    return result.quad.width >= 1 && result.quad.height >= 1 ? result : nil
  }
}
