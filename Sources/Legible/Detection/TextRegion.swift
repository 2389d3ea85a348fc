public import Raster

/// A place where the detector saw a line of text.
public struct TextRegion: Hashable, Codable, Sendable {
  /// The corners in image pixels. The detector does not know which way the text runs: the top edge is the one nearest
  /// to horizontal.
  public var quad: Quad
  /// The outline, clockwise, where polygons were asked for; else nil.
  public var polygon: [Point]?
  /// The mean probability inside the box, 0…1.
  public var score: Float

  /// A region with its score.
  public init(quad: Quad, polygon: [Point]? = nil, score: Float) {
    self.quad = quad
    self.polygon = polygon
    self.score = score
  }
}
