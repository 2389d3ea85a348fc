internal import Raster

/// Doubtful lines of scenes, read again in slightly other crops.
///
/// On signs seen from the side a box fits its text badly, and a little more or less of what surrounds it makes the recogniser sure of
/// other letters. Which reading to take its score tells ("test-time augmentation"). Lines of paper gain nothing
/// (docs/accuracy.md).
extension LineReader {
  /// Scores of lines that are read again: better ones are right, and worse ones are left out unless asked for, and mostly no text.
  private static let doubtful = RecognitionOptions.defaultMinimumScore..<0.95
  /// How far a crop reaches beyond the line's box: to its left and right, and above and below, as parts of the box's height.
  private static let crops = [(sides: -0.05, ends: 0.1), (sides: -0.05, ends: -0.05)]

  /// Whether a line of a scene is worth being read again.
  func isDoubtful(_ line: ReadLine?) -> Bool {
    guard let line = line?.line, line.direction == .horizontal else { return false }
    return Self.doubtful.contains(line.score)
  }

  /// The best reading of a line: that which is there, or one of another crop. Its quad stays.
  func best(of line: ReadLine, _ image: Image) throws -> ReadLine {
    var best = line
    let quad = line.line.quad
    for crop in Self.crops {
      let height = quad.height
      let other = quad.expanded(along: crop.sides * height, across: crop.ends * height)
      // A box that was cut off at the picture's edge may have a side too short for it.
      guard (try? other.checkReadable(on: image.size)) != nil else { continue }
      if let again = try read(image, in: other, mayTurn: false), again.line.score > best.line.score { best = again }
    }
    best.line.quad = quad
    return best
  }
}
