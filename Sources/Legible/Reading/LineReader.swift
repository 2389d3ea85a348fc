internal import Raster

/// A line with what the recogniser itself says of its characters.
struct ReadLine: Sendable {
  var line: TextLine
  /// One for each of the line's characters; their quads are those of the reading, and not of upright vertical text.
  var steps: [CharacterStep]
}

/// Reads a line whichever way it runs.
///
/// The detector does not know which way text runs, and PP-OCR's orientation classifier turns 7 % of upright lines. So a
/// reading that is good is believed; one that is not is compared with readings of the line turned (docs/accuracy.md).
struct LineReader: Sendable {
  let recognizer: LineRecognizer
  let lineOrientation: OrientationClassifier?
  let allowed: AllowedCharacters?
  let turnsLines: Bool

  init(reader: TextReader, recognizer: LineRecognizer, options: RecognitionOptions) {
    self.recognizer = recognizer
    lineOrientation = reader.lineOrientation
    allowed = options.allowedCharacters.map { AllowedCharacters($0, of: recognizer.alphabet) }
    turnsLines = options.turnsLines
  }

  /// Boxes higher than this times their width may hold text that runs down, or one high character.
  static let mayBeTall = 1.2
  /// From here on they are read turned, unless that gives a single character.
  static let isTall = 3.0
  /// Better readings are believed as they are.
  static let good: Float = 0.8
  /// Longer lines, as multiples of their height, are not read a second time.
  static let longest = 150.0
  /// A reading turned further has to be better by this, unless the classifier votes for it too.
  static let margin: Float = 0.1

  /// How wide the network's input is for the line in a quad as it is read first.
  func inputWidth(of quad: Quad) -> Int {
    let isTurned = turnsLines && quad.height / quad.width >= Self.mayBeTall
    return recognizer.inputWidth(of: isTurned ? quad.turned(quarterTurns: 1) : quad)
  }

  /// The line in a quad; nil where nothing is read.
  func read(_ image: Image, in quad: Quad, mayTurn: Bool) throws -> ReadLine? {
    guard mayTurn, turnsLines else { return try read(image, quad) }
    let tallness = quad.height / quad.width
    if tallness < Self.mayBeTall { return try readEitherWay(image, quad) }
    let sideways = try readEitherWay(image, quad.turned(quarterTurns: 1))
    // One character on its side is "一" or "-": what stands there is "|", "I" or "1".
    let isOne = (sideways?.steps.count ?? 0) < 2
    if tallness >= Self.isTall, !isOne { return sideways.map(Self.uprightIfIdeographic) }
    let upright = try read(image, quad)
    if isOne, upright != nil { return upright }
    return Self.score(upright) >= Self.score(sideways) ? upright : sideways.map(Self.uprightIfIdeographic)
  }

  /// Reads a line as it is and, where that is poor, turned by 180°.
  private func readEitherWay(_ image: Image, _ quad: Quad) throws -> ReadLine? {
    let first = try read(image, quad)
    // A line of thousands of characters on its head is rarer than a hair on a scan.
    guard Self.score(first) < Self.good, quad.width < quad.height * Self.longest else { return first }
    let reversed = quad.turned(quarterTurns: 2)
    let second = try read(image, reversed)
    let gain = Self.score(second) - Self.score(first)
    guard gain > 0 else { return first }
    if gain >= Self.margin { return second }
    guard let classifier = lineOrientation else { return first }
    let answer = try classifier.classify(image, in: quad)
    return answer.quarterTurns == 2 && answer.score >= classifier.model.threshold ? second : first
  }

  private func read(_ image: Image, _ quad: Quad) throws -> ReadLine? {
    let steps = try recognizer.readSteps(image, in: quad, allowed: allowed)
    if steps.isEmpty { return nil }
    return ReadLine(line: TextLine(quad: quad, characters: steps.map(\.character)), steps: steps)
  }

  private static func score(_ read: ReadLine?) -> Float { read?.line.score ?? 0 }

  /// Chinese and Japanese that runs down is set with upright characters: its corners are named as they stand.
  private static func uprightIfIdeographic(_ read: ReadLine) -> ReadLine {
    let line = read.line
    let scalars = line.characters.compactMap(\.text.unicodeScalars.first)
    let count = scalars.count { Script.isIdeographic($0) }
    guard line.characters.count > 1, count * 2 > scalars.count else { return read }
    var result = read
    result.line.direction = .vertical
    result.line.quad = line.quad.turned(quarterTurns: -1)
    for i in line.characters.indices {
      result.line.characters[i].quad = line.characters[i].quad.turned(quarterTurns: -1)
    }
    return result
  }
}
