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
      finder.regions(in: values, size: size).compactMap { Self.inImage($0, mapping, image.size) }
    }
  }

  /// What the network sees: the probability of text at each pixel of its input.
  public func probabilityMap(of image: Image, fit: Fit = .contain) throws -> ProbabilityMap {
    try look(at: image, fit: fit) { values, size, mapping in
      ProbabilityMap(size: size, values: Array(values), mapping: mapping)
    }
  }

  private func look<R>(
    at image: Image, fit: Fit, _ body: (UnsafeBufferPointer<Float>, Size, Fit.Mapping) throws -> R
  ) throws -> R {
    let input = inputSize.map { DetectorInput(image, size: $0, fit: fit) } ?? DetectorInput(image)
    let size = input.size
    return try input.pixels.withUnsafeBytes { bytes in
      try network.run([TensorView(shape: [1, size.height, size.width, 3], elementType: .u8, bytes: bytes)]) {
        let map = $0[0]
        guard map.shape == [1, 1, size.height, size.width] else {
          throw LegibleError(
            .unsuitableModel,
            "\(model.path) gave a map of shape \(map.shape) for an input of \(size); [1, 1, H, W] is expected.")
        }
        return try body(map.floats, size, input.mapping)
      }
    }
  }

  /// A region of the map in image pixels, cut to the picture; nil where it lies outside.
  private static func inImage(_ region: TextRegion, _ mapping: Fit.Mapping, _ size: Size) -> TextRegion? {
    let (width, height) = (Double(size.width), Double(size.height))
    func clamp(_ p: Point) -> Point { Point(max(0, min(width, p.x)), max(0, min(height, p.y))) }
    var result = region
    result.quad = region.quad.mapped { clamp(mapping.unmap($0)) }
    result.polygon = region.polygon?.map { clamp(mapping.unmap($0)) }
    return result.quad.width >= 1 && result.quad.height >= 1 ? result : nil
  }
}
