internal import Raster

/// Reads a line whichever way it runs.
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

  /// Taller than this times its width, a box is taken for text that runs down (PaddleOCR's rule).
  static let tallness = 1.5
  /// Readings above this are believed as they are.
  static let good: Float = 0.9

  /// The line in a quad; nil where nothing is read.
  func read(_ image: Image, in quad: Quad, mayTurn: Bool) throws -> TextLine? {
    guard mayTurn, turnsLines else { return try read(image, quad) }
    let isTall = quad.height > quad.width * Self.tallness
    var best = try read(image, isTall ? quad.turned(quarterTurns: 1) : quad)
    if (best?.score ?? 0) < Self.good, let classifier = lineOrientation {
      let first = isTall ? quad.turned(quarterTurns: 1) : quad
      let answer = try classifier.classify(image, in: first)
      if answer.quarterTurns == 2, answer.score >= classifier.model.threshold {
        best = Self.better(best, try read(image, first.turned(quarterTurns: 2)))
      }
    }
    if isTall, (best?.score ?? 0) < Self.good {
      // A single tall character, "1" or "I", stands upright in a tall box.
      let upright = try read(image, quad)
      if upright?.characters.count == 1 { best = Self.better(best, upright) }
    }
    return best
  }

  private func read(_ image: Image, _ quad: Quad) throws -> TextLine? {
    let characters = try recognizer.read(image, in: quad, allowed: allowed)
    return characters.isEmpty ? nil : TextLine(quad: quad, characters: characters)
  }

  private static func better(_ a: TextLine?, _ b: TextLine?) -> TextLine? {
    guard let a else { return b }
    guard let b else { return a }
    return b.score > a.score ? b : a
  }
}
