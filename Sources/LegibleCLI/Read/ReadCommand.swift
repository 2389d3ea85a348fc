internal import ArgumentParser
internal import Legible

/// `legible read`, the default: pictures in, text out.
struct ReadCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "read",
    abstract: "Read the text in pictures (what is done without a subcommand).",
    usage: "legible [read] [<options>] <pictures> ...",
    discussion: """
      JPEG, PNG, WebP, TIFF, GIF, BMP, PNM, HEIF and AVIF are read. Of a folder, all pictures in it and below it are \
      read, in natural order; '-' is standard input. A picture that cannot be read is reported on standard error, and \
      the others are read.

      Examples:
        legible photo.jpg                      print the text of a photo
        legible scans/ more/*.png -o text/     a text file for each picture
        legible scans/ -o all.jsonl            one file for all
        legible photo.jpg --format json        places and scores, too
        legible photo.jpg --annotate seen.png  draw what was read, and where
        legible scan.png --turn auto           a page that may lie on its side
        legible --line --characters digits meter.png
                                               one line, digits only
        legible plate.jpg --corners 10,10,90,12,88,40,9,38
                                               what stands between corners
        cat photo.jpg | legible -              from standard input
      """)

  @Argument(
    help: ArgumentHelp("Picture files, folders with pictures, or - for standard input.", valueName: "pictures"),
    completion: .file())
  var paths: [String] = []

  @OptionGroup(title: "Output") var output: OutputArguments
  @OptionGroup(title: "Models") var models: ModelArguments
  @OptionGroup(title: "Reading") var place: PlaceArguments
  @OptionGroup(title: "Reading") var reading: ReadingArguments

  func validate() throws {
    if paths.contains("") { throw ValidationError("The name of a picture is empty.") }
    if paths.count(where: { $0 == "-" }) > 1 {
      throw ValidationError("- is given more than once: standard input holds one picture.")
    }
    if !output.chosenFormat.holdsOutlines {
      try reading.refuse(
        ["--polygons"], with: "\(output.chosenFormat) output", "outlines are in json and jsonl only")
    }
    if !place.corners.isEmpty {
      try reading.refuse(
        reading.detectionOptions + ["--turn", "--no-turn-lines", "--line"], with: "--corners", "nothing is looked for")
    }
    if place.detectOnly {
      if !place.corners.isEmpty {
        throw ValidationError("--corners cannot be given with --detect-only: give one of them.")
      }
      try reading.refuse(
        ["--line", "--min-score", "--turn", "--no-turn-lines", "--characters"], with: "--detect-only",
        "nothing is read")
      if models.language != nil {
        throw ValidationError("--language cannot be given with --detect-only: nothing is read.")
      }
    }
  }

  func run() throws {
    if paths.isEmpty {
      throw Self.wrongUsage("There is no picture to read: name files or folders, or - for standard input.")
    }
    let list = InputList(paths)
    let console = Console(pictures: list.inputs.count, isQuiet: output.quiet)
    for problem in list.problems { console.report(problem) }
    if list.inputs.isEmpty { throw ExitCode.somePicturesFailed }
    let plan = try OutputPlan(output, inputs: list.inputs)
    let isOne = list.inputs.count == 1
    if isOne { Heap.growAtOnce() } else { Heap.keepSmall() }
    let first = isOne ? FirstPicture(list.inputs[0], limits: reading.limits, mayHalve: task.mayHalve) : nil
    var pictures: PictureReading
    do {
      pictures = try models.load(
        console, goal: isOne || place.detectOnly ? .latency : .throughput, needed: needed,
        first: { first?.decodedSoon }, then: pictureReading)
    } catch {
      // The libraries are taken down at exit: nobody may be at work in them.
      first?.wait()
      throw error
    }
    pictures.first = first
    Interruption.watch()

    let isSeries = list.inputs.count + list.problems.count > 1 || paths.contains(where: \.isFolder)
    let run = ReadingRun(
      pictures: pictures, inputs: list.inputs, console: console, showsTimings: output.timings)
    let failures = try run.all { try ResultWriter(plan, format: output.chosenFormat, isSeries: isSeries) }
    ExitCode.leave(failures + list.problems.count > 0 ? .somePicturesFailed : .success, keeping: pictures)
  }

  /// The model set without what the options do not need.
  private func needed(of model: OCRModel) -> OCRModel {
    var model = reading.needed(of: model)
    if !place.corners.isEmpty {
      model.detection = nil
      model.lineOrientation = nil
    }
    if place.detectOnly {
      model.recognition = nil
      model.lineOrientation = nil
    }
    return model
  }

  private var task: PictureReading.Task {
    if place.detectOnly { return .regions }
    if !place.corners.isEmpty { return .corners(place.corners) }
    return reading.line ? .line : .page
  }

  private func pictureReading(_ reader: TextReader) throws -> PictureReading {
    if let alphabet = reader.recognizer?.alphabet { try models.checkLanguage(of: reader.model, alphabet) }
    try reader.check(detects: !reading.line && place.corners.isEmpty, recognizes: !place.detectOnly)
    return PictureReading(
      reader: reader, options: try reading.options(for: reader.recognizer?.alphabet), limits: reading.limits, task: task
    )
  }
}
