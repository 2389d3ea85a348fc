internal import ArgumentParser
internal import Legible

/// What to look for in a picture, and how: for every command that reads.
struct ReadingArguments: ParsableArguments {
  @Flag(help: "The whole picture is one line of text: read it without looking for lines.")
  var line = false

  @Option(
    help: ArgumentHelp(
      "Turn the picture before reading: clockwise by 90, 180 or 270 degrees; auto: as its text seems to stand."))
  var turn = PageTurn.none

  @Flag(
    help: ArgumentHelp(
      "Look for lines less closely: in up to a fifth less time, and some words of photographs are missed.",
      discussion: "Most documents read the same."))
  var quick = false

  @Flag(help: "Take every line as it stands: none is upside down or runs down the page.")
  var noTurnLines = false

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Read these characters only.",
      discussion: """
        Either the characters themselves or a class: digits, letters (A–Z, a–z), uppercase, lowercase, punctuation \
        (ASCII), space. Repeat the option for more than one.
        """,
      valueName: "characters"),
    completion: .list(CharacterClass.allCases.map(\.rawValue)))
  var characters: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Leave out lines with a lower score, 0 to 1. (default: \(RecognitionOptions.defaultMinimumScore))",
      valueName: "score"))
  var minScore: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "A pixel is text from this probability on, 0 to 1. (default: the model's own)", valueName: "probability"))
  var thresh: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Keep boxes from this mean probability on, 0 to 1. (default: the model's own)", valueName: "probability"))
  var boxThresh: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How far boxes are let out. (default: the model's own)", valueName: "ratio"))
  var unclip: Float?

  @Option(
    help: "How a picture is brought to the size of a detector that takes one size only.")
  var fit = Fit.contain

  @Flag(help: "Also give each line's outline, for curved text. (json, jsonl)")
  var polygons = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Refuse pictures with more pixels, M for millions. (default: 100M)", valueName: "number"),
    transform: { (text: String) throws -> PixelCount in try PixelCount(text) })
  var maxPixels = PixelCount(value: ImageLimits().maximumPixels)

  func validate() throws {
    try Self.check("--min-score", minScore, from: 0, to: 1)
    try Self.check("--thresh", thresh, from: 0, to: 1)
    try Self.check("--box-thresh", boxThresh, from: 0, to: 1)
    try Self.check("--unclip", unclip, from: 0, to: 10)
    if characters.contains("") { throw ValidationError("--characters is empty: no text can be read so.") }
    if line { try refuse(detectionOptions + ["--turn"], with: "--line", "there is nothing to look for") }
  }

  /// The options of the list that were given.
  private var given: Set<String> {
    var names: Set<String> = []
    if minScore != nil { names.insert("--min-score") }
    if thresh != nil { names.insert("--thresh") }
    if boxThresh != nil { names.insert("--box-thresh") }
    if unclip != nil { names.insert("--unclip") }
    if quick { names.insert("--quick") }
    if fit != .contain { names.insert("--fit") }
    if polygons { names.insert("--polygons") }
    if turn != .none { names.insert("--turn") }
    if noTurnLines { names.insert("--no-turn-lines") }
    if !characters.isEmpty { names.insert("--characters") }
    if line { names.insert("--line") }
    return names
  }

  /// What only makes sense where lines are looked for.
  var detectionOptions: [String] {
    ["--min-score", "--quick", "--thresh", "--box-thresh", "--unclip", "--fit", "--polygons"]
  }

  /// Refuses options that would have no effect, rather than to ignore them.
  func refuse(_ options: [String], with other: String, _ reason: String) throws {
    let useless = options.filter(given.contains)
    if useless.isEmpty { return }
    throw ValidationError(
      "\(useless.joined(separator: ", ")) cannot be given with \(other): \(reason).")
  }

  /// The limits for pictures.
  var limits: ImageLimits { ImageLimits(maximumPixels: maxPixels.value) }

  /// The options for reading.
  ///
  /// - Parameter alphabet: of the model in use; nil where it only detects.
  /// - Throws: `ValidationError` where the alphabet lacks a character that was asked for.
  func options(for alphabet: Alphabet?) throws -> RecognitionOptions {
    var options = RecognitionOptions()
    options.detection.pixelThreshold = thresh
    options.detection.boxThreshold = boxThresh
    options.detection.unclipRatio = unclip
    options.detection.fit = fit
    options.detection.effort = quick ? .quick : .normal
    options.detection.polygons = polygons
    options.minimumScore = minScore
    options.turnsLines = !noTurnLines
    options.pageTurning = turn.value
    if !characters.isEmpty, let alphabet {
      options.allowedCharacters = try CharacterClass.characters(of: characters, in: alphabet)
    }
    return options
  }

  /// The model set without what these options do not need, so that it is not loaded.
  func needed(of model: OCRModel) -> OCRModel {
    var model = model
    if line { model.detection = nil }
    if noTurnLines { model.lineOrientation = nil }
    if turn != .auto { model.pageOrientation = nil }
    return model
  }

  private static func check(_ name: String, _ value: Float?, from low: Float, to high: Float) throws {
    guard let value else { return }
    if !(low...high).contains(value) {
      throw ValidationError("\(name) is \(value): a number from \(Int(low)) to \(Int(high)) is expected.")
    }
  }
}
