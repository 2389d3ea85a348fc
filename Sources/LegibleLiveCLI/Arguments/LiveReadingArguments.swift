internal import ArgumentParser
internal import LegibleLive
internal import ModelStore

/// With which models, and where text is looked for.
struct LiveReadingArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The models to read with.",
      discussion: """
        tiny: the fastest. small: more exact, and more languages. Or another set that 'legible models list' shows, a \
        folder with models, or a MaixPy model description, *.mud.
        """,
      valueName: "name|folder|mud"))
  var model = "tiny"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Threads to compute with. (default: one a processor)", valueName: "number"))
  var threads: Int?

  @Flag(help: "Look for text less closely: frames take less time, and some small words are missed.")
  var quick = false

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Look for text in this part of the picture only. May be repeated.",
      discussion: "In pixels: a rectangle x,y,width,height, or four corners x1,y1,…,x4,y4.", valueName: "place"),
    transform: { (text: String) throws -> Quad in try Numbers.quad(text, allowsRectangle: true) })
  var region: [Quad] = []

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Read the line between four corners, without looking for lines. May be repeated.",
      discussion: """
        In pixels: top-left, top-right, bottom-right, bottom-left of the text. Elsewhere nothing is looked for, unless \
        --region is given too.
        """,
      valueName: "x1,y1,…,y4"),
    transform: { (text: String) throws -> Quad in try Numbers.quad(text, allowsRectangle: false) })
  var corners: [Quad] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How many frames must agree before a text is settled. (default: 3; 1 of a folder's pictures)", valueName: "number"
    ))
  var agreement: Int?

  func validate() throws {
    if let threads, threads < 1 || threads > 1024 {
      throw ValidationError("--threads is \(threads): a number from 1 to 1024 is expected.")
    }
    if let agreement, agreement < 1 || agreement > 1000 {
      throw ValidationError("--agreement is \(agreement): a number from 1 to 1000 is expected.")
    }
    if quick, case .nowhere = area {
      throw ValidationError("--quick cannot be given with --corners alone: nothing is looked for.")
    }
    if model.isEmpty {
      throw ValidationError("--model is empty: the name of a set, a folder or a MUD file is expected.")
    }
  }

  /// Where lines are looked for.
  private var area: LiveOptions.Area {
    region.isEmpty ? (corners.isEmpty ? .everywhere : .nowhere) : .inside(region)
  }

  /// How lines are followed.
  ///
  /// - Parameters:
  ///   - arePictures: whether each frame is a picture of its own, with which no other one can agree.
  ///   - rate: frames a second that somebody waits for; nil: nobody does, and each frame is read to its end.
  func live(arePictures: Bool, rate: Double?) -> LiveOptions {
    var options = LiveOptions()
    options.area = area
    options.fixedLines = corners
    options.agreement = agreement ?? (arePictures ? 1 : options.agreement)
    options.maximumReadings = max(options.maximumReadings, options.agreement)
    // Half of the time that a frame lasts, and a few lines even where that is short.
    options.timePerFrame = rate.map { max(.milliseconds(20), .seconds(0.5 / max($0, 0.1))) }
    return options
  }

  /// How text is looked for and read.
  var options: RecognitionOptions { RecognitionOptions(detection: DetectionOptions(effort: quick ? .quick : .normal)) }

  /// Loads the models.
  ///
  /// - Throws: what `ModelStore.ocrModel(named:)` and `TextReader(loading:)` throw.
  func load() throws -> TextReader {
    var files = try ModelStore().ocrModel(named: model)
    files.pageOrientation = nil
    if case .nowhere = area { files.detection = nil }
    let reader = try TextReader(
      loading: files, compute: ComputeOptions(threads: threads, cacheFolder: CacheLocation.folder))
    try reader.check(detects: files.detection != nil || area != .nowhere, recognizes: true)
    return reader
  }
}
