import Foundation
import Legible

/// What a CTC recogniser with the alphabet of PP-OCR makes of a line: a letter every third column, blanks between.
enum DrawnLine {
  /// Classes of PP-OCRv6's recognisers.
  static let classes = 18_710

  /// ASCII first, then Chinese characters, to make up the number.
  static func alphabet() throws -> Alphabet {
    let lines = (33...126).map { String(Unicode.Scalar(UInt8($0))) }
    let others = (0..<(classes - 2 - lines.count)).map { String(Unicode.Scalar(UInt32(0x4E00 + $0))!) }
    return try Alphabet(lines: lines + others, classCount: classes, source: "drawn")
  }

  /// `columns × classes` probabilities.
  static func probabilities(columns: Int) -> [Float] {
    var random = Generator(state: 11)
    var values = [Float](repeating: 0, count: columns * classes)
    for column in 0..<columns {
      let row = column * classes
      for i in 0..<classes { values[row + i] = Float(random.next() % 1000) * 1e-8 }
      // Words of four letters; every other blank between them is one that the best path misses.
      let isGap = column % 15 >= 12
      let letter = isGap ? 0 : column % 3 == 1 ? 1 + Int(random.next() % 94) : 0
      values[row + letter] = 0.8 + Float(random.next() % 100) / 1000
      if isGap { values[row + classes - 1] = column % 30 < 15 ? 0.15 : 0.95 }
    }
    return values
  }

  /// The logits of these probabilities, spread as PP-OCRv6's are: in about a quarter of all blocks of 256 classes there is one
  /// within 18 of the largest.
  static func logits(columns: Int) -> [Float] {
    probabilities(columns: columns).enumerated().map { index, probability in
      // Where the probability is 0, which has no logarithm, the logit is that of half the least one.
      let logit = log(max(probability, 5e-9))
      return probability > 1e-4 ? logit : logit - Float(index % classes / 256 % 4) * 8
    }
  }
}
