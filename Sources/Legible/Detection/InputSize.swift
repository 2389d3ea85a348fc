#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif
internal import Raster

/// How a picture is shown to a detector that takes any size: scaled, each side to one of a few lengths (`InputSide`),
/// so that pictures of like size share the engine's kernels.
///
/// A first look sees the picture as it is, or reduced to 0.92 megapixels; to 0.6 where there is a hurry, and where the picture is
/// a scene (`Subject`). Where most of what it finds is small, a second look at a larger scale finds more; where it is not, a
/// larger input would cost time and find nothing. Constants from the development sets (docs/accuracy.md).
struct InputSize: Hashable {
  /// Strips and cut-outs are enlarged until their short side has this many pixels, by no more than `largestScale`.
  static let shortSide = 32.0
  static let largestScale = 4.0
  /// No look is larger than this, and none but the first is larger than the picture and a step on from the first: an A3 page
  /// at 300 dpi is seen as it is.
  static let largestArea = 18_000_000.0

  /// How closely the picture is looked at.
  let effort: DetectionOptions.Effort
  /// What the picture is taken for.
  let subject: Subject
  /// Input pixels a picture pixel.
  let scale: Double
  /// The size of the picture in the input.
  let picture: Size
  /// The size of the input.
  let input: Size

  /// The first look at a picture.
  init(for image: Image, effort: DetectionOptions.Effort) {
    self.init(for: image.size, effort: effort)
    let scene = InputSize(for: image.size, effort: effort, subject: .scene)
    if scale >= scene.scale * Self.leastStep, Subject(of: image) == .scene { self = scene }
  }

  /// The first look.
  init(for image: Size, effort: DetectionOptions.Effort = .normal, subject: Subject = .page) {
    let firstArea = effort.firstArea(subject)
    let scale = min(1, (firstArea / Double(image.area)).squareRoot())
    let (short, long) = (Double(min(image.width, image.height)), Double(max(image.width, image.height)))
    if short * scale < Self.shortSide {
      // The strip is filled up to 32 rows: what is thinner than text is not worth a large input.
      let area = short < Self.shortSide / 4 ? firstArea : Self.largestArea
      let scale = min(Self.largestScale, Self.shortSide / short, area / Self.shortSide / long)
      self.init(for: image, scale: scale, effort: effort, subject: subject)
    } else if scale < 1 {
      let input = Self.reduced(image, to: firstArea)
      self.init(effort: effort, subject: subject, scale: scale, picture: input, input: input)
    } else {
      self.init(for: image, scale: scale, effort: effort, subject: subject)
    }
  }

  /// A look at a given scale.
  init(for image: Size, scale: Double, effort: DetectionOptions.Effort, subject: Subject = .page) {
    let width = InputSide(for: Double(image.width) * scale)
    let height = InputSide(for: Double(image.height) * scale)
    self.init(
      effort: effort, subject: subject, scale: scale, picture: Size(width: width.picture, height: height.picture),
      input: Size(width: width.input, height: height.input))
  }

  private init(effort: DetectionOptions.Effort, subject: Subject, scale: Double, picture: Size, input: Size) {
    (self.effort, self.subject, self.scale, self.picture, self.input) = (effort, subject, scale, picture, input)
  }

  /// The proportions of pictures that are reduced become powers of this.
  private static let proportionStep = 1.2

  /// The input for a picture that is reduced to an area. Scans of a hundred sizes come in a dozen shapes so; no side is
  /// stretched or squeezed by much more than a sixteenth.
  private static func reduced(_ image: Size, to area: Double) -> Size {
    let steps = (log(Double(image.width) / Double(image.height)) / log(proportionStep)).rounded()
    let proportion = pow(proportionStep, steps)
    func multipleOf32(_ side: Double) -> Int { max(32, Int((side / 32).rounded()) * 32) }
    return Size(
      width: multipleOf32((area * proportion).squareRoot()), height: multipleOf32((area / proportion).squareRoot()))
  }

  /// The look after this one, if there are traces of text to look at; nil where the text is large enough or the input would be
  /// too large.
  ///
  /// - Parameter kernels: the heights of the parts that were found, in input pixels, as the network shrinks them.
  func next(for image: Size, after kernels: [Double]) -> InputSize? {
    // A page after all, in uneven light or among other things.
    if subject == .scene, kernels.count > Subject.sceneLines {
      let page = InputSize(for: image, effort: effort)
      if page.scale >= self.scale * Self.leastStep { return page }
    }
    let first = InputSize(for: image, effort: effort, subject: subject).scale
    let scale = min(
      scale * subject.step, max(1, subject.step * first), (Self.largestArea / Double(image.area)).squareRoot())
    // A look that is hardly larger finds hardly more.
    guard scale >= self.scale * Self.leastStep else { return nil }
    let larger = InputSize(for: image, scale: scale, effort: effort, subject: subject)
    guard Double(larger.input.area) <= Self.largestArea * 1.1 else { return nil }
    if kernels.isEmpty { return self.scale < 1 ? larger : nil }
    let lowerQuartile = kernels.sorted()[kernels.count / 4]
    return lowerQuartile < effort.smallKernel(kernels.count, subject) ? larger : nil
  }

  /// Whether a part is not looked at again and stays as it is, whatever a larger look makes of it: enlarged, a scene's words of this
  /// height and more are found less often, not more.
  ///
  /// - Parameter kernel: its height, in input pixels.
  func isSeenWell(_ kernel: Double) -> Bool { subject == .scene && kernel >= effort.smallKernel(1, subject) }

  /// A further look is this much larger than the one before, at least.
  private static let leastStep = 1.1
}

extension Subject {
  /// A further look is this much larger than the one before. A scene's first look is smaller, its second one as large as a page's.
  fileprivate var step: Double {
    switch self {
    case .page: 1.5
    case .scene: 1.85
    }
  }
}

extension DetectionOptions.Effort {
  /// Larger pictures are reduced to this many pixels for the first look: an A4 page to 96 dpi. Pages of 1280×720 stay as
  /// they are where there is no hurry.
  fileprivate func firstArea(_ subject: Subject) -> Double {
    switch (self, subject) {
    case (.quick, _), (.normal, .scene): 600_000
    case (.normal, .page): 1280 * 720
    }
  }

  /// Parts lower than this, in input pixels, are worth another look. Pictures with little text gain from one sooner
  /// than pages full of it, and it costs them less; where there is a hurry they go without, and small print gets it sooner,
  /// since it was reduced further.
  fileprivate func smallKernel(_ count: Int, _ subject: Subject) -> Double {
    switch (self, subject) {
    case (.quick, _): count <= 30 ? 5 : 6
    case (.normal, .page): count <= 30 ? 8 : 5
    case (.normal, .scene): 6.5
    }
  }
}
