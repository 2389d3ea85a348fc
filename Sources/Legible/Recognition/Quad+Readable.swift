internal import Failure
internal import Raster

extension Quad {
  /// Whether text can be read from here: the corners are in their order, enclose something, and lie on the picture or
  /// not farther from it than it is large.
  ///
  /// - Throws: `invalidArgument`.
  func checkReadable(on image: Size) throws(LegibleError) {
    let reach = 2 * Double(max(image.width, image.height)) + 100
    guard coordinates.allSatisfy({ $0.isFinite && abs($0) <= reach }) else {
      throw LegibleError(
        .invalidArgument,
        "The corners \(coordinates) lie far off the picture, which is \(image) pixels: give pixels of the picture.")
    }
    guard isConvex, width >= 1, height >= 1 else {
      throw LegibleError(
        .invalidArgument,
        """
        The corners \(coordinates) enclose no text: four corners of a convex area are expected, clockwise, the top-left \
        one of the text first.
        """)
    }
  }
}
