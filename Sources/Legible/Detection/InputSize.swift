internal import Raster

/// How a picture is shown to a detector that takes any size: scaled, each side to one of a few lengths (`InputSide`),
/// so that pictures of like size share the engine's kernels.
///
/// A first look sees the picture as it is, or reduced to 0.92 megapixels. Where most of what it finds is small, a
/// second look at a larger scale finds more; where it is not, a larger input would cost time and find nothing. Constants from the
/// development sets (docs/accuracy.md).
struct InputSize: Hashable {
  /// Larger pictures are reduced to this many pixels for the first look: an A4 page to 96 dpi. Frames of 1280×720 stay as
  /// they are.
  static let firstArea = 1280.0 * 720
  /// Strips and cut-outs are enlarged until their short side has this many pixels, by no more than `largestScale`.
  static let shortSide = 32.0
  static let largestScale = 4.0
  /// A further look is this much larger than the one before.
  static let step = 1.5
  /// No look is larger than this, and none but the first is larger than the picture and 1.5 times the first: an A3 page
  /// at 300 dpi is seen as it is.
  static let largestArea = 18_000_000.0

  /// Input pixels a picture pixel.
  let scale: Double
  /// The size of the picture in the input.
  let picture: Size
  /// The size of the input.
  let input: Size

  /// The first look.
  init(for image: Size) {
    var scale = min(1, (Self.firstArea / Double(image.area)).squareRoot())
    let short = Double(min(image.width, image.height))
    if short * scale < Self.shortSide {
      // The strip is filled up to 32 rows: what is thinner than text is not worth a large input.
      let area = short < Self.shortSide / 4 ? Self.firstArea : Self.largestArea
      let long = Double(max(image.width, image.height))
      scale = min(Self.largestScale, Self.shortSide / short, area / Self.shortSide / long)
    }
    self.init(for: image, scale: scale)
  }

  /// A look at a given scale.
  init(for image: Size, scale: Double) {
    self.scale = scale
    let width = InputSide(for: Double(image.width) * scale)
    let height = InputSide(for: Double(image.height) * scale)
    picture = Size(width: width.picture, height: height.picture)
    input = Size(width: width.input, height: height.input)
  }

  /// The look after this one; nil where the text is large enough or the input would be too large.
  ///
  /// - Parameters:
  ///   - kernels: the heights of the parts that were found, in input pixels, as the network shrinks them.
  ///   - trace: whether the map shows any trace of text; asked where nothing was found.
  func next(for image: Size, after kernels: [Double], trace: @autoclosure () -> Bool) -> InputSize? {
    let scale = min(
      scale * Self.step, max(1, Self.step * Self.firstScale(image)),
      (Self.largestArea / Double(image.area)).squareRoot())
    // A look that is hardly larger finds hardly more.
    guard scale >= self.scale * 1.1 else { return nil }
    let larger = InputSize(for: image, scale: scale)
    guard Double(larger.input.area) <= Self.largestArea * 1.1 else { return nil }
    if kernels.isEmpty { return self.scale < 1 && trace() ? larger : nil }
    let lowerQuartile = kernels.sorted()[kernels.count / 4]
    return lowerQuartile < Self.smallKernel(kernels.count) ? larger : nil
  }

  /// Photographs with little text gain from a second look sooner than pages full of it, and it costs them less.
  private static func smallKernel(_ count: Int) -> Double { count <= 30 ? 8 : 5 }

  private static func firstScale(_ image: Size) -> Double { InputSize(for: image).scale }
}
