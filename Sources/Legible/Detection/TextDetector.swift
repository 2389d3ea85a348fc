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

  /// What the network is shown.
  private let buffers = PixelBuffers()
  /// What the pixels of a large input are shared out to.
  private let threads: Int

  /// The size the network was fixed to; nil where it takes any size.
  public let inputSize: Size?

  /// Small pictures of more sizes than these, in turn, cost time; kernels for a size take 5 to 20 MiB.
  private static let keptShapes = 2
  /// Inputs about as large as a webcam's picture and larger have a network of their own; `Tiles.small` comes too seldom for
  /// one. A first and a second look at photographs of one size are kept together. Weights and kernels take as much as the
  /// buffers of 0.36 megapixels.
  private static let networks = StaticShapeModel.Bounds(
    smallest: 3 * 300_000, kept: 3 * 3_900_000, network: 3 * 360_000)

  /// Loads a detection model.
  ///
  /// - Throws: `modelNotFound`, `unreadableModel`, or `unsuitableModel` where it is no detector.
  public init(model: DetectionModel, compute: ComputeOptions = .init()) throws {
    // In INT8 it loses boxes (docs/int8.md), so that mostly there is no such file, and none is asked for.
    let (path, compute) = try compute.file(for: model.path, usual: model.precision, isNeeded: false)
    try self.init(
      model: model,
      network: Engine.load(
        path, format: model.format, sides: InputSides(least: InputSide.least), compute: compute,
        streams: compute.pageStreams, keptShapes: Self.keptShapes, bounds: Self.networks),
      threads: (compute.threads ?? 1) / compute.pageStreams)
  }

  /// A detector over a network that is already there: `[1, H, W, 3]` bytes in, `[1, 1, H, W]` probabilities out.
  ///
  /// - Throws: `unsuitableModel` where the shapes are others.
  public init(model: DetectionModel, network: any Model) throws {
    try self.init(model: model, network: network, threads: 1)
  }

  private init(model: DetectionModel, network: any Model, threads: Int) throws {
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
    self.threads = max(1, threads)
    if let height = input.shape[1], let width = input.shape[2] {
      inputSize = Size(width: width, height: height)
    } else {
      inputSize = nil
    }
  }

  /// The lines in a picture, in image pixels, in no particular order. Empty where there is no text.
  ///
  /// - Throws: `invalidArgument` where an option is outside of its range, or `inferenceFailed`.
  public func detect(_ image: Image, options: DetectionOptions = .init()) throws -> [TextRegion] {
    let finder = try finder(options)
    var regions: [TextRegion] = []
    // What an earlier look at a scene saw well.
    var settled: [TextRegion] = []
    try look(at: image, fit: options.fit, effort: options.effort) { values, size, mapping, shown in
      let found = finder.find(in: values, size: size)
      if shown?.subject != .scene { settled = [] }
      var (seen, well) = (settled, settled)
      for part in found {
        guard let region = Self.inImage(part.region, mapping, image.size),
          !settled.contains(where: { $0.quad.overlaps(region.quad) })
        else { continue }
        seen.append(region)
        if shown?.isSeenWell(part.kernelHeight) == true { well.append(region) }
      }
      settled = well
      // A larger look sees small text better and may lose a headline: large text that it did not see again stays.
      regions =
        seen
        + regions.filter { earlier in
          min(earlier.quad.height, earlier.quad.width) * mapping.scaleY >= Self.largeText
            && !seen.contains { $0.quad.overlaps(earlier.quad) }
        }
      return found
    }
    return regions
  }

  /// What the network sees: the probability of text at each pixel of its input, in the last look at the picture.
  public func probabilityMap(of image: Image, fit: Fit = .contain) throws -> ProbabilityMap {
    let finder = try finder(DetectionOptions())
    var map: ProbabilityMap?
    try look(at: image, fit: fit, isWhole: true) { values, size, mapping, _ in
      map = ProbabilityMap(size: size, values: Array(values), mapping: mapping)
      return finder.find(in: values, size: size)
    }
    return map!
  }

  private func finder(_ options: DetectionOptions) throws -> BoxFinder {
    let finder = BoxFinder(
      pixelThreshold: options.pixelThreshold ?? model.pixelThreshold,
      boxThreshold: options.boxThreshold ?? model.boxThreshold,
      unclipRatio: Double(options.unclipRatio ?? model.unclipRatio),
      maximumCandidates: options.maximumCandidates ?? model.maximumCandidates, polygons: options.polygons)
    let problem: String? =
      if !(0...1).contains(finder.pixelThreshold) {
        "pixel threshold is \(finder.pixelThreshold): 0 to 1 is expected."
      } else if !(0...1).contains(finder.boxThreshold) {
        "box threshold is \(finder.boxThreshold): 0 to 1 is expected."
      } else if !(0...10).contains(finder.unclipRatio) {
        "unclip ratio is \(Float(finder.unclipRatio)): 0 to 10 is expected."
      } else if finder.maximumCandidates < 0 {
        "number of candidates is \(finder.maximumCandidates): 0 or more is expected."
      } else {
        nil
      }
    if let problem { throw LegibleError(.invalidArgument, "The detection's \(problem)") }
    return finder
  }

  /// Text from this height on, in input pixels, is larger than what the networks were mostly trained on.
  private static let largeText = 96.0

  /// Shows the picture to the network, again at larger scales while most of what is found is small, in a scene without what was seen well.
  ///
  /// - Parameters:
  ///   - isWhole: every look is at the whole picture, though the one before told where the text is.
  ///   - body: looks at a map of a size that lies so in the picture, and gives the parts that it found, in map pixels. The last
  ///     argument is nil for a network that was fixed to a size.
  private func look(
    at image: Image, fit: Fit, effort: DetectionOptions.Effort = .normal, isWhole: Bool = false,
    _ body: (UnsafeBufferPointer<Float>, Size, Fit.Mapping, InputSize?) -> [BoxFinder.Found]
  ) throws {
    if let inputSize {
      let input = DetectorInput(image, size: inputSize, fit: fit)
      return try input.pixels.withUnsafeBytes { bytes in
        try run(bytes, inputSize) { _ = body($0, inputSize, input.mapping, nil) }
      }
    }
    // Lines are read for longer than it takes to get it again.
    defer { if image.size.area >= Self.largePicture { giveBackInputs() } }
    var next: Look? = Look(InputSize(for: image, effort: effort))
    while let look = next {
      next = try probabilities(image, look) { map in
        let shown = look.shown
        let found = body(map, look.size, look.mapping(of: image.size), shown)
        guard let larger = shown.next(for: image.size, after: found.map(\.kernelHeight)) else { return nil }
        // A scene that turns out to be a page is seen anew.
        let settled = larger.subject == .scene ? found.filter { shown.isSeenWell($0.kernelHeight) } : []
        let traces = Traces(in: map, of: shown, for: larger, beside: settled.map(\.region.quad))
        if traces.isEmpty { return nil }
        return isWhole ? Look(larger) : Look(larger, around: traces)
      }
    }
  }

  /// Runs the network, in tiles where the input is large, so that its memory stays bounded.
  private func probabilities<R>(
    _ image: Image, _ look: Look, _ body: (UnsafeBufferPointer<Float>) throws -> R
  ) throws -> R {
    try buffers.withBytes(look.tiles.tile.area * 3) { pixels in
      if look.tiles.tile == look.size {
        DetectorInput.write(
          image, look.shown, Piece(look.size), into: pixels, rowStride: look.size.width * 3, threads: threads)
        return try run(UnsafeRawBufferPointer(pixels), look.size, body)
      }
      return try look.tiles.map(in: pixels) { piece, pixels, rowStride in
        DetectorInput.write(image, look.shown, piece, into: pixels, rowStride: rowStride, threads: threads)
      } look: { bytes, tile, write in
        try run(bytes, tile, isPart: true, write)
      }.withUnsafeBufferPointer(body)
    }
  }

  /// Pictures of 12 MB and more, with which memory is at its highest, leave no room for the network's input beside them.
  private static let largePicture = 4_000_000

  private func giveBackInputs() {
    buffers.giveBack()
    network.giveBackInputs()
  }

  private func run<R>(
    _ bytes: UnsafeRawBufferPointer, _ size: Size, isPart: Bool = false,
    _ body: (UnsafeBufferPointer<Float>) throws -> R
  ) throws -> R {
    let inputs = [TensorView(shape: [1, size.height, size.width, 3], elementType: .u8, bytes: bytes)]
    func map(_ outputs: [TensorView]) throws -> R {
      let map = outputs[0]
      guard map.shape == [1, 1, size.height, size.width] else {
        throw LegibleError(
          .unsuitableModel,
          "\(model.path) gave a map of shape \(map.shape) for an input of \(size); [1, 1, H, W] is expected.")
      }
      return try body(map.floats)
    }
    return isPart ? try network.runPart(inputs, map) : try network.run(inputs, map)
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

extension Quad {
  /// Whether the middle of one lies in the upright box around the other: both are about the same text.
  fileprivate func overlaps(_ other: Quad) -> Bool {
    boundingBox.contains(other.center) || other.boundingBox.contains(center)
  }
}
