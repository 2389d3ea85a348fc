internal import Raster

// Places in half a picture, in the whole one.

extension TextRegion {
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
