internal import CPixels
internal import Raster

/// A character as CTC gives it: a class and the columns of the network's output in which it is the likeliest.
struct CTCCharacter: Hashable, Sendable {
  /// Index into the alphabet's classes; never 0, CTC's blank.
  var index: Int
  /// The highest probability of the class in its columns.
  var score: Float
  /// The first column, the column past the last, and the one with the highest probability.
  var start: Int
  var end: Int
  var peak: Int
}

/// Best-path decoding of Connectionist Temporal Classification (Graves et al. 2006): the likeliest class of each
/// column, repeats joined, blanks dropped.
struct CTCDecoder: Sendable {
  /// Classes that may be read, blank included; nil: all.
  var allowed: [Int]?

  /// An allowed class needs this much where others are not allowed.
  static let leastAllowed: Float = 0.05

  /// The likeliest class of a column and its probability.
  struct Column {
    var index: Int
    var probability: Float
  }

  /// The likeliest class of each column.
  ///
  /// - Parameter probabilities: `columns × classes`, row by row.
  func columns(_ probabilities: UnsafeBufferPointer<Float>, count: Int, classes: Int) -> [Column] {
    (0..<count).map { column in
      let row = UnsafeBufferPointer(rebasing: probabilities[(column * classes)..<((column + 1) * classes)])
      if let allowed {
        // Where a character that is not allowed stands, the allowed ones share next to nothing: that is no character.
        var best = Column(index: 0, probability: max(row[0], Self.leastAllowed))
        for index in allowed where index != 0 && row[index] > best.probability {
          best = Column(index: index, probability: row[index])
        }
        return best
      }
      return Self.likeliest(row)
    }
  }

  /// The first place of the maximum; the blank with 0 where there is none.
  private static func likeliest(_ row: UnsafeBufferPointer<Float>) -> Column {
    var probability: Float = 0
    let index = cpixels_largest(row.baseAddress!, row.count, &probability)
    return index < 0 ? Column(index: 0, probability: 0) : Column(index: index, probability: probability)
  }

  /// Joins repeats and drops blanks.
  func characters(_ columns: [Column]) -> [CTCCharacter] {
    var result: [CTCCharacter] = []
    var previous = 0
    for (i, column) in columns.enumerated() {
      defer { previous = column.index }
      guard column.index != 0 else { continue }
      if column.index == previous, var last = result.last {
        last.end = i + 1
        if column.probability > last.score {
          last.score = column.probability
          last.peak = i
        }
        result[result.count - 1] = last
      } else {
        result.append(
          CTCCharacter(index: column.index, score: column.probability, start: i, end: i + 1, peak: i))
      }
    }
    return result
  }
}
