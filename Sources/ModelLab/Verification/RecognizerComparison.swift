internal import Failure
internal import Inference
internal import Legible
internal import Raster

/// Two recognisers, side by side.
struct RecognizerComparison {
  /// The classes' texts; nil: their numbers.
  let alphabet: Alphabet?
  let original: (name: String, network: any Model)
  let converted: (name: String, network: any Model)
  /// The input's width where neither network was fixed to one; nil: a reader's own.
  let width: Int?
  let height: Int

  /// Shows both the same line: the whole picture.
  func compare(_ image: Image, named name: String, _ tally: inout Tally) throws -> PictureComparison {
    let fixed = original.network.inputs[0].shape[2] ?? converted.network.inputs[0].shape[2] ?? width
    let a = try read(original, image, fixed)
    let b = try read(converted, image, fixed)
    let similarity = try tally.add(a.outputs, b.outputs, picture: name, names: (original.name, converted.name))
    let (before, after) = (a.line.characters.map(\.text), b.line.characters.map(\.text))
    return PictureComparison(
      name: name, similarity: similarity,
      recognition: ReadTexts(
        original: before, originalScore: Double(a.line.score).roundedFigure, converted: after,
        convertedScore: Double(b.line.score).roundedFigure, changedCharacters: TextDifference(before, after).edits))
  }

  private func read(
    _ subject: (name: String, network: any Model), _ image: Image, _ width: Int?
  ) throws -> (line: TextLine, outputs: [[RecordedTensor]]) {
    let recording = RecordingModel(subject.network, width: width, height: height)
    let recognizer = try LineRecognizer(
      network: recording, alphabet: try alphabet ?? Self.numbers(of: subject), source: subject.name,
      inputHeight: height)
    let quad = Quad(image.size)
    let line = TextLine(quad: quad, characters: try recognizer.read(image, in: quad))
    return (line, recording.take())
  }

  /// An alphabet of the classes' numbers.
  private static func numbers(of subject: (name: String, network: any Model)) throws -> Alphabet {
    guard let shape = subject.network.outputs.first?.shape, shape.count > 2, let classes = shape[2], classes > 1 else {
      throw LegibleError(
        .dictionaryMismatch,
        "\(subject.name) does not say how many characters it tells apart: name its dictionary.")
    }
    return try Alphabet(lines: (1..<classes).map { "#\($0) " }, classCount: classes, source: subject.name)
  }
}
