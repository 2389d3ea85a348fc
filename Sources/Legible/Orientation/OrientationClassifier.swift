internal import Failure
public import Inference
public import Raster

/// Tells by how many quarter turns a line or a page is turned.
///
/// Immutable; may be used from several threads at once.
public struct OrientationClassifier: Sendable {
  /// The constants in use.
  public let model: OrientationModel
  /// The network: `[1, H, W, 3]` bytes in, `[1, 2]` (0°, 180°) or `[1, 4]` (0°, 90°, 180°, 270°) probabilities out.
  private let network: @Sendable () throws -> any Model

  /// Loads an orientation model.
  ///
  /// - Throws: `modelNotFound`, `unreadableModel`, or `unsuitableModel`.
  public init(model: OrientationModel, compute: ComputeOptions = .init(), streams: Int = 1) throws {
    var compute = compute
    // Small enough to be exact.
    if compute.precision == .auto || compute.precision == .int8 { compute.precision = .f32 }
    try self.init(
      model: model,
      network: Engine.load(model.path, format: model.format, compute: compute, streams: streams))
  }

  /// A classifier that is loaded when it is asked for the first time: most pictures never ask it.
  ///
  /// - Parameter load: loads the classifier; called again where it threw.
  init(model: OrientationModel, deferred load: @escaping @Sendable () throws -> OrientationClassifier) {
    self.model = model
    let loaded = Deferred { try load().network() }
    network = { try loaded.value() }
  }

  /// A classifier over a network that is already there.
  ///
  /// - Throws: `unsuitableModel` where the shapes are others.
  public init(model: OrientationModel, network: any Model) throws {
    let classes = network.outputs.first?.shape.last ?? nil
    guard let input = network.inputs.first, input.shape.count == 4, input.elementType == .u8,
      classes == 2 || classes == 4
    else {
      throw LegibleError(
        .unsuitableModel,
        """
        \(model.path) is no orientation classifier: it has the inputs \(network.inputs) and the outputs \
        \(network.outputs); one picture in and 2 or 4 probabilities out are expected.
        """)
    }
    self.model = model
    self.network = { network }
  }

  /// An answer: by how many quarter turns clockwise the text is turned, and how sure that is.
  public struct Answer: Hashable, Sendable {
    /// 0, 1, 2 or 3 quarter turns clockwise away from upright.
    public var quarterTurns: Int
    /// Its probability, 0…1.
    public var score: Float
  }

  /// The likeliest orientation of the text inside a quad, nil: of the whole picture.
  ///
  /// - Throws: `inferenceFailed`; the first time in a `TextReader` that loaded it, also `unreadableModel` or
  ///   `unsuitableModel`.
  public func classify(_ image: Image, in quad: Quad? = nil) throws -> Answer {
    let size = Size(width: model.inputWidth, height: model.inputHeight)
    let input = quad.map { linePixels(image, $0, size) } ?? image.warped(from: Self.middle(of: image), to: size)
    return try input.pixels.withUnsafeBytes { bytes in
      try network().run([TensorView(shape: [1, size.height, size.width, 3], elementType: .u8, bytes: bytes)]) {
        let scores = $0[0].floats
        let best = scores.indices.max { scores[$0] < scores[$1] } ?? 0
        return Answer(quarterTurns: scores.count == 2 ? best * 2 : best, score: scores[best])
      }
    }
  }

  /// The square in the middle whose side is 7/8 of the shorter side: the page classifier was trained on pictures scaled
  /// to 256 pixels and cut to 224.
  private static func middle(of image: Image) -> Quad {
    let side = Double(min(image.width, image.height)) * 7 / 8
    return Quad(
      Rect(x: (Double(image.width) - side) / 2, y: (Double(image.height) - side) / 2, width: side, height: side))
  }

  /// A line at its own aspect ratio, filled up with gray; what is too long is cut, as the classifier was trained.
  private func linePixels(_ image: Image, _ quad: Quad, _ size: Size) -> Image {
    let natural = LineInput.naturalWidth(of: quad, height: size.height)
    let seen = natural > size.width ? quad.slice(from: 0, to: Double(size.width) / Double(natural)) : quad
    let input = LineInput(image, quad: seen, height: size.height, fixedWidth: size.width)
    let line = Image(size: Size(width: input.width, height: size.height), pixels: input.pixels)
    // The slice's width, rounded up, may be a pixel more than was asked for.
    return line.cropped(x: 0, y: 0, width: size.width, height: size.height) ?? line.resized(to: size)
  }
}
