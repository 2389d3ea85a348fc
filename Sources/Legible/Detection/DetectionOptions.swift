public import Raster

/// How lines are looked for. Nil means the model's own constant.
public struct DetectionOptions: Hashable, Sendable {
  /// How closely a detector that takes any size looks at a picture. Those of a fixed size see every picture alike.
  public enum Effort: String, CaseIterable, Hashable, Sendable {
    /// A look at 0.6 megapixels, and further ones only for small print. Documents take up to a fifth less time and mostly read
    /// the same, photographs up to a seventh less, and some of their words are missed (docs/performance.md).
    case quick
    /// A look at 0.92 megapixels, at 0.6 where the picture is no page, and further ones where what was found is small.
    case normal
  }

  /// A pixel counts as text where its probability is above this, 0…1.
  public var pixelThreshold: Float?
  /// A box is kept where the mean probability inside is at least this, 0…1.
  public var boxThreshold: Float?
  /// How much a box is let out: by area × ratio ÷ perimeter on each side.
  public var unclipRatio: Float?
  /// No more boxes than this, the highest first; nil or at least 0.
  public var maximumCandidates: Int?
  /// How the picture is brought to the size of a network that was fixed to one; the others see it at its aspect ratio.
  public var fit: Fit
  /// How closely pictures are looked at.
  public var effort: Effort
  /// Also give each region's outline as a polygon, for curved text.
  public var polygons: Bool

  /// Options; what is not given is the model's own.
  public init(
    pixelThreshold: Float? = nil, boxThreshold: Float? = nil, unclipRatio: Float? = nil, maximumCandidates: Int? = nil,
    fit: Fit = .contain, effort: Effort = .normal, polygons: Bool = false
  ) {
    self.pixelThreshold = pixelThreshold
    self.boxThreshold = boxThreshold
    self.unclipRatio = unclipRatio
    self.maximumCandidates = maximumCandidates
    self.fit = fit
    self.effort = effort
    self.polygons = polygons
  }
}
