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
/// reading that is good is believed; one that is not is compared with a reading of the line turned. Of the lines of a page,
/// `HeadVote` decides together (docs/accuracy.md).
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
  /// A reading turned further has to be better by this, unless the classifier votes for it too.
  static let margin: Float = 0.1
  /// Where the page's lines stand on their heads, a line does, too, unless it reads better by this as it stands.
  static let leeway: Float = 0.3

  /// The line in a quad, on its own; nil where nothing is read.
  func read(_ image: Image, in quad: Quad, mayTurn: Bool) throws -> ReadLine? {
    guard mayTurn, turnsLines else { return try read(image, quad) }
    var attempt = try attempt(image, quad, width: inputWidth(of: quad))
    if attempt.score < Self.good, attempt.mayTurn { attempt = try turned(attempt, image) }
    return try choice(attempt, image, isOnHead: false)
  }

  /// How wide the network's input is for the line in a quad as it is read first.
  func inputWidth(of quad: Quad) -> Int {
    recognizer.inputWidth(of: isTall(quad) ? quad.turned(quarterTurns: 1) : quad)
  }

  /// Whether a quad's text is read from the side first.
  func isTall(_ quad: Quad) -> Bool { turnsLines && quad.height / quad.width >= Self.mayBeTall }

  /// A first reading, of what is high from the side.
  ///
  /// - Parameter width: columns of the network's input, `inputWidth(of:)` or more.
  func attempt(_ image: Image, _ quad: Quad, width: Int) throws -> LineAttempt {
    let isTall = isTall(quad)
    let first = try read(image, isTall ? quad.turned(quarterTurns: 1) : quad, width: width)
    return LineAttempt(quad: quad, isTall: isTall, width: width, first: first)
  }

  /// The same with what stands upright in a high box, where `choice` will mostly want to know.
  func standing(_ attempt: LineAttempt, _ image: Image) throws -> LineAttempt {
    guard attempt.isTall, Self.mayStand(attempt, attempt.first) else { return attempt }
    var result = attempt
    result.add(upright: try read(image, attempt.quad))
    return result
  }

  /// Whether a high box may hold upright text, by what was read from the side.
  private static func mayStand(_ attempt: LineAttempt, _ line: ReadLine?) -> Bool {
    attempt.quad.height / attempt.quad.width < isTall || isOne(line)
  }

  /// One character on its side is "一" or "-": what stands there is "|", "I" or "1".
  private static func isOne(_ line: ReadLine?) -> Bool { (line?.steps.count ?? 0) < 2 }

  /// The same line read upside down, too.
  func turned(_ attempt: LineAttempt, _ image: Image) throws -> LineAttempt {
    var result = attempt
    result.add(second: try read(image, attempt.base.turned(quarterTurns: 2), width: attempt.width))
    return result
  }

  /// The better reading; of what is high, that may be a further one, upright.
  ///
  /// - Parameter isOnHead: whether the page's lines that run this way stand on their heads.
  func choice(_ attempt: LineAttempt, _ image: Image, isOnHead: Bool) throws -> ReadLine? {
    let line = try isTurned(attempt, image, isOnHead) ? attempt.second : attempt.first
    guard attempt.isTall else { return line }
    guard Self.mayStand(attempt, line) else { return line.map(Self.uprightIfIdeographic) }
    let upright = attempt.wasReadUpright ? attempt.upright : try read(image, attempt.quad)
    if Self.isOne(line), upright != nil { return upright }
    return Self.score(upright) >= Self.score(line) ? upright : line.map(Self.uprightIfIdeographic)
  }

  private func isTurned(_ attempt: LineAttempt, _ image: Image, _ isOnHead: Bool) throws -> Bool {
    guard attempt.second != nil else { return false }
    if isOnHead { return attempt.gain >= -Self.leeway }
    guard attempt.gain > 0 else { return false }
    if attempt.gain >= Self.margin { return true }
    guard let classifier = lineOrientation else { return false }
    let answer = try classifier.classify(image, in: attempt.base)
    return answer.quarterTurns == 2 && answer.score >= classifier.model.threshold
  }

  private func read(_ image: Image, _ quad: Quad, width: Int? = nil) throws -> ReadLine? {
    let steps = try recognizer.readSteps(image, in: quad, allowed: allowed, width: width)
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
