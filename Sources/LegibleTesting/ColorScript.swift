public import Legible

/// A script that needs no trained network: a character is a block of a pure colour, a gap is pale gray.
///
/// `R G B C M Y` are red, green, blue, cyan, magenta and yellow; black is the space. The upper quarter of a block is
/// left gray, so that an upside-down line can be told. Fake networks read it: the detector sees every pixel that is neither
/// white nor black, the recogniser the colour half-way up each column, the classifier the gray.
public enum ColorScript {
  /// The letters in the order of their classes.
  public static let letters = ["R", "G", "B", "C", "M", "Y"]

  /// Class 0 is the blank, 1…6 the letters, 7 the space.
  public static var alphabet: Alphabet {
    get throws { try Alphabet(lines: letters, classCount: letters.count + 2, source: "colour script") }
  }

  /// The colour of a letter or a space.
  public static func color(of letter: Character) -> Color {
    let bits: [Character: (Bool, Bool, Bool)] = [
      "R": (true, false, false), "G": (false, true, false), "B": (false, false, true), "C": (false, true, true),
      "M": (true, false, true), "Y": (true, true, false), " ": (false, false, false),
    ]
    guard let (r, g, b) = bits[letter] else { preconditionFailure("the colour script has no letter \(letter)") }
    return Color(red: r ? 255 : 0, green: g ? 255 : 0, blue: b ? 255 : 0)
  }

  /// The class of a pixel: 0 for white and gray.
  static func letterClass(_ r: UInt8, _ g: UInt8, _ b: UInt8) -> Int {
    func bit(_ value: UInt8) -> Int? { value > 170 ? 1 : value < 85 ? 0 : nil }
    guard let r = bit(r), let g = bit(g), let b = bit(b) else { return 0 }
    return [7, 3, 2, 4, 1, 5, 6, 0][r * 4 + g * 2 + b]
  }

  /// Whether a pixel has the gray of a block's upper quarter.
  static func isGray(_ bytes: UnsafeRawBufferPointer, _ i: Int) -> Bool {
    bytes[i] == bytes[i + 1] && bytes[i + 1] == bytes[i + 2] && (180...215).contains(bytes[i])
  }

  /// Sees each pixel that is neither white nor the black of the filling, with a probability of 0.9.
  public static func detector(inputSize: Size? = nil) -> FakeModel {
    FakeModel(input: [1, inputSize?.height, inputSize?.width, 3], output: [1, 1, nil, nil]) { bytes, shape in
      let values = (0..<(shape[1] * shape[2])).map { i -> Float in
        let sum = bytes[(i * 3)..<(i * 3 + 3)].reduce(0) { $0 + Int($1) }
        return sum > 20 && sum < 680 ? 0.9 : 0.05
      }
      return ([1, 1, shape[1], shape[2]], values)
    }
  }

  /// Reads the colour at 60 % of the height of each 8 columns, with a probability of 0.95 where the gray is above it and
  /// 0.6 where it is not: turned text is read badly.
  public static func recognizer(fixedWidth: Int? = nil) -> FakeModel {
    FakeModel(input: [1, 48, fixedWidth, 3], output: [1, nil, letters.count + 2]) { bytes, shape in
      let (columns, classes) = (shape[2] / 8, letters.count + 2)
      var values = [Float](repeating: 0.05 / Float(classes - 1), count: columns * classes)
      for column in 0..<columns {
        func pixel(_ percent: Int) -> Int { (shape[1] * percent / 100 * shape[2] + column * 8 + 4) * 3 }
        let i = pixel(60)
        let letter = letterClass(bytes[i], bytes[i + 1], bytes[i + 2])
        let isUpright = stride(from: 5, through: 45, by: 5).contains { isGray(bytes, pixel($0)) }
        values[column * classes + letter] = letter == 0 || isUpright ? 0.95 : 0.6
      }
      return ([1, columns, classes], values)
    }
  }

  /// Looks for the gray: in the lower half a line is upside down.
  public static var lineOrientation: FakeModel {
    FakeModel(input: [1, 48, 192, 3], output: [1, 2]) { bytes, shape in
      func grays(_ rows: Range<Int>) -> Int {
        var count = 0
        for i in (rows.lowerBound * shape[2])..<(rows.upperBound * shape[2]) {
          if isGray(bytes, i * 3) { count += 1 }
        }
        return count
      }
      let scores: [Float] = grays(0..<24) >= grays(24..<48) ? [0.99, 0.01] : [0.01, 0.99]
      return ([1, 2], scores)
    }
  }

  /// A reader of the script with all its stages.
  public static func reader(threads: Int = 2) throws -> TextReader {
    try TextReader(
      detector: TextDetector(model: DetectionModel(path: "fake detector"), network: detector()),
      recognizer: LineRecognizer(network: recognizer(), alphabet: alphabet, source: "fake recogniser"),
      lineOrientation: OrientationClassifier(
        model: OrientationModel(linePath: "fake classifier"), network: lineOrientation),
      threads: threads)
  }
}
