internal import ArgumentParser
internal import Evaluation
internal import Legible

/// `legible evaluate`: reads labelled pictures and says how many of their characters and words are right.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Read sets of labelled pictures and score what was read.",
    discussion: """
      A set is a folder with gt.jsonl, a JSON object a line for each picture with what stands in it, and the pictures \
      (docs/accuracy.md). The time of a picture is from its file to the page, models loaded, after two pictures to \
      warm up.

      Examples:
        legible evaluate sets/receipts --predictions receipts.jsonl
        legible evaluate sets/* --predictions results/ --model tiny --threads 2
      """)

  @Argument(help: ArgumentHelp("Folders with gt.jsonl and pictures.", valueName: "sets"), completion: .directory)
  var sets: [String]

  @Option(
    help: ArgumentHelp(
      "Write what was read, a JSON object a line for each picture.",
      discussion: "With several sets, the name of a folder: a file for each set.", valueName: "file|folder"),
    completion: .file(extensions: ["jsonl"]))
  var predictions: String?

  @Option(parsing: .unconditional, help: ArgumentHelp("Only the first pictures of each set.", valueName: "number"))
  var limit: Int?

  @Flag(help: "Print the scores as JSON, an object a line for each set.")
  var json = false

  @Flag(name: [.customShort("q"), .long], help: "No progress bar.")
  var quiet = false

  @OptionGroup(title: "Models") var models: ModelArguments
  @OptionGroup(title: "Reading") var reading: ReadingArguments

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit is \(limit): a number from 1 on is expected.") }
    if predictions == "" { throw ValidationError("--predictions is empty: the name of a file or a folder is expected.") }
    try reading.refuse(["--polygons"], with: "evaluate", "outlines are not scored")
    let names = sets.map(\.resolved.fileName)
    if predictions != nil, Set(names).count < names.count {
      throw ValidationError("Two sets have the same name, so their predictions would be written to one file.")
    }
  }

  func run() throws {
    let console = Console(pictures: 2, isQuiet: quiet)
    do {
      let sets = try self.sets.map { try LabelledSet(path: $0, limit: limit) }
      let pictures = try models.load(console, needed: reading.needed) { reader in
        if let alphabet = reader.recognizer?.alphabet { try models.checkLanguage(of: reader.model, alphabet) }
        return PictureReading(
          reader: reader, options: try reading.options(for: reader.recognizer?.alphabet), limits: reading.limits,
          task: reading.line ? .line : .page)
      }
      Interruption.watch()
      let evaluation = EvaluationRun(
        reading: SetReading(pictures: pictures, console: console), predictions: predictions, isSeries: sets.count > 1)
      let failures = try evaluation.run(sets) { summary in
        console.clearProgress()
        try OutputFile().write(json ? summary.json() : summary.table)
      }
      if failures > 0 { throw ExitCode.somePicturesFailed }
    } catch is BrokenPipe {
      throw ExitCode.brokenPipe
    } catch let error as LegibleError {
      console.report(error.message)
      throw error.code == .unwritableFile ? ExitCode.outputFailed : .somePicturesFailed
    }
  }
}
