internal import Failure
public import Inference
public import Raster

/// Reads one line of text.
///
/// Immutable; may be used from several threads at once.
public struct LineRecognizer: Sendable {
  /// The network: `[1, 48, W, 3]` bytes in, `[1, W ÷ 8, classes]` probabilities out, or `[1, W ÷ 8, classes, 1]`; or logits, behind which
  /// may stand some filling.
  private let network: any Model
  /// The classes the network can tell apart.
  public let alphabet: Alphabet
  /// Rows of the network's input.
  let height: Int
  /// Columns of the network's input where it was fixed to a width; else nil.
  let fixedWidth: Int?
  /// What stands to the right of a short line.
  let filling: UInt8
  /// See `RecognitionModel`.
  let rereadsDoubtfulLines: Bool
  /// Reads lines of more than `LineWidth.widestOfScenes`; nil: this recogniser.
  private var wider: (@Sendable () throws -> LineRecognizer)?
  /// The widths that the network has met; nil where it has one only.
  private let widths: LineWidths?
  /// Whether the network's columns do not add up to 1.
  private let restoresProbabilities: Bool
  /// Whether the network ends before its softmax.
  private var givesLogits: Bool { network.outputs.first?.holdsLogits ?? false }

  /// Loads a recognition model and its dictionary.
  ///
  /// - Throws: `modelNotFound`, `unreadableModel`, `unsuitableModel` or `dictionaryMismatch`.
  public init(model: RecognitionModel, compute: ComputeOptions = .init()) throws {
    try self.init(model: model, alphabet: nil, compute: compute)
  }

  /// The same with a dictionary that was read before; nil: it is read.
  init(model: RecognitionModel, alphabet: Alphabet?, compute: ComputeOptions) throws {
    let (path, compute) = try compute.file(for: model.path, usual: model.precision, isNeeded: true)
    // A line is too small to share out among threads: one line a thread.
    let network = try Engine.load(
      path, format: model.format, sides: InputSides(height: model.inputHeight), compute: compute,
      streams: compute.threads ?? 1, givesLogits: true)
    let alphabet = try alphabet ?? Alphabet(of: model, classCount: network.outputs.first?.columns?.last ?? nil)
    // What a cvimodel was calibrated with, and what MaixCAM feeds it.
    let isForDevice = ModelFileKind(path: model.path) == .cvimodel
    try self.init(
      network: network, alphabet: alphabet, source: model.path, inputHeight: model.inputHeight,
      filling: isForDevice ? 0 : LineInput.gray, restoresProbabilities: isForDevice,
      rereadsDoubtfulLines: model.rereadsDoubtfulLines)
  }

  /// A recogniser over a network that is already there: `[1, height, W, 3]` bytes in, `[1, columns, classes]`
  /// probabilities out.
  ///
  /// - Parameters:
  ///   - network: the network.
  ///   - alphabet: the classes' texts.
  ///   - source: the model's name for messages.
  ///   - inputHeight: the rows a line is given where the network takes any number.
  ///   - filling: the gray to the right of a short line, 0…255; 127 becomes 0 for a mean of 127.5.
  ///   - restoresProbabilities: the output is logits, or a softmax whose columns do not add up to 1, as that of a chip.
  ///   - rereadsDoubtfulLines: as in `RecognitionModel`.
  /// - Throws: `unsuitableModel` where the shapes are others, `dictionaryMismatch` where the classes are more or fewer.
  public init(
    network: any Model, alphabet: Alphabet, source: String, inputHeight: Int = 48, filling: UInt8 = 127,
    restoresProbabilities: Bool = false, rereadsDoubtfulLines: Bool = false
  ) throws {
    guard let input = network.inputs.first, input.shape.count == 4, input.elementType == .u8,
      let output = network.outputs.first, let columns = output.columns, output.elementType == .f32
    else {
      throw LegibleError(
        .unsuitableModel,
        """
        \(source) is no line recogniser: it has the inputs \(network.inputs) and the outputs \(network.outputs); \
        one picture in and probabilities [1, columns, classes] out are expected.
        """)
    }
    if let classes = columns[1], classes != alphabet.classes.count {
      throw LegibleError(
        .dictionaryMismatch,
        "\(source) has \(classes) classes, and the dictionary makes \(alphabet.classes.count) with blank and space.")
    }
    if let width = input.shape[2], let columns = columns[0], columns < 1 || width % columns != 0 {
      throw LegibleError(
        .unsuitableModel,
        """
        \(source) is no line recogniser: its input is \(width) pixels wide and its output has \(columns) columns; a \
        whole number of pixels a column is expected, 8 in PP-OCR from version 3 on.
        """)
    }
    self.network = network
    self.alphabet = alphabet
    height = input.shape[1] ?? inputHeight
    fixedWidth = input.shape[2]
    widths =
      fixedWidth != nil
      ? nil
      : (network as? OpenVINOModel).map { [height] network in
        LineWidths { network.prepare([1, height, $0, 3]) }
      }
    self.filling = filling
    self.restoresProbabilities = restoresProbabilities
    self.rereadsDoubtfulLines = rereadsDoubtfulLines
  }

  /// The same recogniser for short lines.
  ///
  /// - Parameter wider: reads those of more than `LineWidth.widestOfScenes`; of the same alphabet.
  func leavingWideLines(to wider: @escaping @Sendable () throws -> LineRecognizer) -> LineRecognizer {
    guard fixedWidth == nil else { return self }
    var result = self
    result.wider = wider
    return result
  }

  /// Says that the lines of many pages are to come, so that it is worth making all ready for them. Of one for short lines that is done at once:
  /// they may be rare, and it would be a surprise later.
  func expectMany() {
    if wider == nil { widths?.expectMany() } else { widths?.prepareAll(to: LineWidth.widestOfScenes) }
  }

  /// How wide the network's input is for a quad; of one that is read in windows, how wide they are together.
  func inputWidth(of quad: Quad) -> Int {
    LineInput.width(of: quad, height: height, fixedWidth: fixedWidth)
  }

  /// How wide it is best for each of the lines of a page, with the width of each by itself.
  func inputWidths(joining widths: [Int]) -> [Int] { fixedWidth == nil ? PageWidths.joined(widths) : widths }

  /// How wide the network's input is each time it runs for a line of an `inputWidth`.
  func runWidth(of inputWidth: Int) -> Int {
    fixedWidth ?? (inputWidth <= LineWidth.maximum ? inputWidth : LineWindows.width(of: inputWidth))
  }

  /// What the network sees: the text inside a quad, upright, as high as the network wants it.
  ///
  /// - Throws: `invalidArgument` where the corners enclose nothing or lie far off the picture.
  public func lineImage(_ image: Image, in quad: Quad) throws -> Image {
    try quad.checkReadable(on: image.size)
    let input = LineInput(image, quad: quad, height: height, fixedWidth: fixedWidth, filling: filling)
    return Image(size: Size(width: input.width, height: input.height), pixels: input.pixels)
  }

  /// Reads the line inside a quad.
  ///
  /// - Parameters:
  ///   - image: the whole picture.
  ///   - quad: the corners of the text, named as its reader sees them.
  ///   - allowed: the characters that may be read; nil: the whole alphabet.
  /// - Returns: the characters with their scores and places; none where nothing was read.
  /// - Throws: `invalidArgument` where the corners enclose nothing or lie far off the picture, or `inferenceFailed`.
  public func read(
    _ image: Image, in quad: Quad, allowed: AllowedCharacters? = nil
  ) throws -> [TextCharacter] {
    try readSteps(image, in: quad, allowed: allowed).map(\.character)
  }

  /// Reads the line inside a quad, and says of each character which class it is and where in the output it stands.
  ///
  /// - Parameter width: columns of the network's input, `inputWidth(of:)` or more; nil: as many.
  func readSteps(
    _ image: Image, in quad: Quad, allowed: AllowedCharacters?, width: Int? = nil
  ) throws -> [CharacterStep] {
    try quad.checkReadable(on: image.size)
    let input = LineInput(image, quad: quad, height: height, fixedWidth: fixedWidth, width: width, filling: filling)
    let decoder = CTCDecoder(allowed: allowed?.classes)
    let reading = try look(at: input, decoder)
    var decoded = decoder.characters(reading.columns)
    if allowed?.hasSpace ?? true {
      decoded = BlankFinder(alphabet: alphabet, reading: reading).recovering(decoded)
    }
    return CharacterPlacer(alphabet: alphabet, reading: reading, input: input, quad: quad).characters(decoded)
  }

  /// Runs the network over the line, in windows where it is very long.
  private func look(at input: LineInput, _ decoder: CTCDecoder) throws -> LineReading {
    try input.pixels.withUnsafeBytes { bytes in
      let maximum = fixedWidth ?? LineWidth.maximum
      if input.width <= maximum { return try run(bytes, width: input.width, decoder) }
      return try LineWindows(input: input, fixedWidth: fixedWidth).read { window, width in
        try run(window, width: width, decoder)
      }
    }
  }

  private func run(_ bytes: UnsafeRawBufferPointer, width: Int, _ decoder: CTCDecoder) throws -> LineReading {
    if let wider, width > LineWidth.widestOfScenes { return try wider().run(bytes, width: width, decoder) }
    widths?.meet(width)
    return try network.run([TensorView(shape: [1, height, width, 3], elementType: .u8, bytes: bytes)]) {
      let output = $0[0]
      let (count, rowLength) = (output.shape[1], output.shape[2])
      let classes = rowLength - (network.outputs.first?.filling ?? 0)
      guard classes == alphabet.classes.count, count > 0 else {
        throw LegibleError(
          .dictionaryMismatch,
          "The recogniser gave \(count) columns of \(classes) classes; the dictionary has \(alphabet.classes.count).")
      }
      func reading(_ values: UnsafeBufferPointer<Float>) -> LineReading {
        LineReading(
          columns: decoder.columns(values, count: count, classes: classes),
          spaces: alphabet.space.map { space in (0..<count).map { values[$0 * classes + space] } } ?? [],
          blanks: (0..<count).map { values[$0 * classes] },
          stride: Double(width) / Double(count))
      }
      if givesLogits {
        return LineReading(
          logits: output.floats, rowLength: rowLength, classes: classes, space: alphabet.space,
          allowed: decoder.allowed,
          stride: Double(width) / Double(count))
      }
      guard restoresProbabilities else { return reading(output.floats) }
      return RowProbabilities.restored(output.floats, classes: classes).withUnsafeBufferPointer(reading)
    }
  }
}

extension TensorInfo {
  /// Columns and classes of a recogniser's output; nil where it is none. cvimodels have a fourth dimension of 1.
  fileprivate var columns: [Int?]? {
    switch shape.count {
    case 3: [shape[1], shape[2].map { $0 - filling }]
    case 4 where shape[3] == 1: [shape[1], shape[2]]
    default: nil
    }
  }
}
