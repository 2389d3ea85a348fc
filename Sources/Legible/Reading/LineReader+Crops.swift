internal import Raster

/// Doubtful lines of scenes, read again in slightly other crops.
///
/// On signs seen from the side a box fits its text badly, and a little more or less of what surrounds it makes a small recogniser sure
/// of other letters ("test-time augmentation"). Lines of paper and larger recognisers gain nothing (docs/accuracy.md).
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

  /// The best reading of a line: what two crops agree on, else that with the best score. Its quad stays.
  ///
  /// Without its first or last letter a crop may read more surely, so that one with fewer letters than the line has does not count.
  func best(of line: ReadLine, _ image: Image) throws -> ReadLine {
    var readings = [line]
    let quad = line.line.quad
    let letters = line.line.letterCount
    for crop in Self.crops {
      let height = quad.height
      let other = quad.expanded(along: crop.sides * height, across: crop.ends * height)
      // A box that was cut off at the picture's edge may have a side too short for it.
      guard (try? other.checkReadable(on: image.size)) != nil else { continue }
      if let again = try read(image, in: other, mayTurn: false), again.line.letterCount >= letters {
        readings.append(again)
      }
    }
    func support(_ text: String) -> Float {
      readings.reduce(0) { $0 + ($1.line.text == text ? $1.line.score : 0) }
    }
    var best = line
    for reading in readings {
      let (old, new) = (support(best.line.text), support(reading.line.text))
      if new > old || new == old && reading.line.score > best.line.score { best = reading }
    }
    best.line.quad = quad
    return best
  }
}

extension TextLine {
  /// Letters, ideographs and digits.
  fileprivate var letterCount: Int { text.count { $0.isLetter || $0.isNumber } }
}
