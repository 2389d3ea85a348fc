internal import Raster

// Places in half a picture, in the whole one.

extension TextRegion {
  /// Where half a picture has lines that are lower, in pixels, they are read in the whole one: such lines lose text by it
  /// (docs/performance-log.md).
  private static let leastHeightOfHalves = 20.0

  /// Whether the line is lower than what reads as well in half a picture as in the whole.
  var isLowOnHalf: Bool { min(quad.width, quad.height) < Self.leastHeightOfHalves }

  /// The region in the picture whose half this one is of.
  func doubled() -> TextRegion {
    TextRegion(quad: quad.mapped(\.doubled), polygon: polygon?.map(\.doubled), score: score)
  }
}

extension Page {
  /// The page of the picture whose half this one is of.
  ///
  /// - Parameter size: the whole picture's; an odd side has one pixel more than twice its half.
  func doubled(to size: Size) -> Page { mapped(to: size, quarterTurns: quarterTurns, \.doubled) }
}

extension Point {
  fileprivate var doubled: Point { Point(2 * x, 2 * y) }
}
