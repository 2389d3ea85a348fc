public import Raster

extension PPOCR {
  /// Four corners in whole image pixels, as MaixPy's `OCR_Box`: 1 is left-top, 2 right-top, 3 right-bottom, 4
  /// left-bottom of the text.
  public struct Box: Hashable, Sendable {
    /// Left-top.
    public let x1, y1: Int
    /// Right-top.
    public let x2, y2: Int
    /// Right-bottom.
    public let x3, y3: Int
    /// Left-bottom.
    public let x4, y4: Int

    /// The corners of a quad, rounded.
    public init(_ quad: Quad) {
      func whole(_ value: Double) -> Int { Int(exactly: value.rounded()) ?? 0 }
      (x1, y1) = (whole(quad.topLeft.x), whole(quad.topLeft.y))
      (x2, y2) = (whole(quad.topRight.x), whole(quad.topRight.y))
      (x3, y3) = (whole(quad.bottomRight.x), whole(quad.bottomRight.y))
      (x4, y4) = (whole(quad.bottomLeft.x), whole(quad.bottomLeft.y))
    }

    /// The corners for drawing.
    public var quad: Quad {
      func point(_ x: Int, _ y: Int) -> Point { Point(Double(x), Double(y)) }
      return Quad(
        topLeft: point(x1, y1), topRight: point(x2, y2), bottomRight: point(x3, y3), bottomLeft: point(x4, y4))
    }

    /// `x1, y1, x2, y2, x3, y3, x4, y4`.
    public func toList() -> [Int] { [x1, y1, x2, y2, x3, y3, x4, y4] }
  }

  /// A line of text that was found, as MaixPy's `OCR_Object`.
  public struct Object: Hashable, Sendable {
    /// Where the text stands.
    public let box: Box
    /// How sure the recogniser is, 0…1: the mean of the characters' probabilities. Where nothing was recognised, since
    /// the set only detects, the detector's.
    public let score: Float
    /// How sure the detector is that there is text in the box, 0…1; nil where the corners were given.
    public let detScore: Float?
    /// The characters, one text a class of the model.
    public let charList: [String]
    /// The characters as places in `PPOCR.labels`.
    public let idxList: [Int]
    /// Where the characters begin: columns of the recogniser's output, of which one is 8 pixels wide in the line
    /// scaled to 48 rows.
    public let charPos: [Int]
    /// Where the characters stand in the picture.
    public let charBoxes: [Box]

    /// The text.
    public func charStr() -> String { charList.joined() }

    init(box: Box, score: Float, detScore: Float?) {
      self.box = box
      self.score = score
      self.detScore = detScore
      (charList, idxList, charPos, charBoxes) = ([], [], [], [])
    }

    init(_ read: ReadLine, box: Box) {
      self.box = box
      score = read.line.score
      detScore = read.line.detectionScore
      charList = read.line.characters.map(\.text)
      charBoxes = read.line.characters.map { Box($0.quad) }
      // Class 0 is CTC's blank, which has no label.
      idxList = read.steps.map { $0.index - 1 }
      charPos = read.steps.map(\.column)
    }
  }
}

extension PPOCR.Object: CustomStringConvertible {
  /// For instance `left-top: (10, 20), char num: 2, chars: OK, score: 0.98`.
  public var description: String {
    // A network of any maker may give any number.
    let hundredths = score.isFinite ? Int(min(max(0, score), 1) * 100 + 0.5) : 0
    let fraction = hundredths % 100
    return """
      left-top: (\(box.x1), \(box.y1)), char num: \(charList.count), chars: \(charStr()), \
      score: \(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)
      """
  }
}
