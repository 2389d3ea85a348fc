public import Raster

/// How lines are looked for. Nil means the model's own constant.
public struct DetectionOptions: Hashable, Sendable {
  /// A pixel counts as text where its probability is above this, 0…1.
  public var pixelThreshold: Float?
  /// A box is kept where the mean probability inside is at least this, 0…1.
  public var boxThreshold: Float?
  /// How much a box is let out: by area × ratio ÷ perimeter on each side.
  public var unclipRatio: Float?
  /// No more boxes than this, the largest first.
  public var maximumCandidates: Int?
  /// How the picture is brought to the size of a network that was fixed to one; the others see it at its aspect ratio.
  public var fit: Fit = .contain
  /// Also give each region's outline as a polygon, for curved text.
  public var polygons = false

  /// The model's constants.
  public init() {}
}
