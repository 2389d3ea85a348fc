internal import ArgumentParser
internal import Evaluation
internal import Legible

/// `legible evaluate`: reads labelled pictures and says how many of their characters and words are right.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Read sets of labelled pictures and score what was read.",
    usage: "legible evaluate [<options>] <sets> ...",
    discussion: """
      A set is a folder with gt.jsonl, a JSON object a line for each picture with what stands in it, and the pictures \
      (docs/accuracy.md). The time of a picture is from its file to the page, models loaded, after two pictures to \
      warm up.

      Examples:
        legible evaluate sets/receipts --predictions receipts.jsonl
        legible evaluate sets/* --predictions results/ --model tiny
        legible evaluate sets/receipts --score-only receipts.jsonl
      """)

  @Argument(help: ArgumentHelp("Folders with gt.jsonl and pictures.", valueName: "sets"), completion: .directory)
  var sets: [String] = []

  @Option(
    help: ArgumentHelp(
      "Write what was read, a JSON object a line for each picture.",
      discussion: "With several sets, the name of a folder: a file for each set.", valueName: "file|folder"),
    completion: .file(extensions: ["jsonl"]))
  var predictions: String?

  @Option(
    help: ArgumentHelp(
      "Read nothing: score the predictions of an earlier run, or of another program.", valueName: "file|folder"),
    completion: .file(extensions: ["jsonl"]))
  var scoreOnly: String?

  @Option(parsing: .unconditional, help: ArgumentHelp("Only the first pictures of each set.", valueName: "number"))
  var limit: Int?

  @Flag(
    help: ArgumentHelp(
      "Read several pictures at once, as 'legible' does with a folder.",
      discussion: "Tells pictures a second; the predictions have no times."))
  var pipelined = false

  @Flag(help: "Print the scores as JSON, an object a line for each set.")
  var json = false

  @Flag(name: [.customShort("q"), .long], help: "No progress bar.")
  var quiet = false

  @OptionGroup(title: "Models") var models: ModelArguments
  @OptionGroup(title: "Reading") var reading: ReadingArguments

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit is \(limit): a number from 1 on is expected.") }
    if scoreOnly != nil, predictions != nil {
      throw ValidationError("--score-only reads predictions and --predictions writes them: give one of them.")
    }
    if scoreOnly != nil, pipelined {
      throw ValidationError("--pipelined cannot be given with --score-only: nothing is read.")
    }
    if scoreOnly == "" || predictions == "" { throw ValidationError("The name of the predictions is empty.") }
    try reading.refuse(["--polygons"], with: "evaluate", "outlines are not scored")
    let names = sets.map(\.resolved.fileName)
    if scoreOnly ?? predictions != nil, Set(names).count < names.count {
      throw ValidationError("Two sets have the same name, so one file would hold the predictions of both.")
    }
  }

  func run() throws {
    if sets.isEmpty { throw Self.wrongUsage("There is no set to read: name folders with gt.jsonl and pictures.") }
    let console = Console(pictures: 2, isQuiet: quiet)
    do {
      let sets = try self.sets.map { folder in
        let set = try EvaluationSet(folder: folder.resolved)
        return (folder: folder, set: EvaluationSet(name: set.name, pictures: Array(set.pictures.prefix(limit ?? .max))))
      }
      let isSeries = sets.count > 1
      let run = try scoreOnly == nil ? evaluationRun(console, isSeries: isSeries) : nil
      Interruption.watch()
      var failures = 0
      for (folder, set) in sets {
        let summary =
          if let run { try run.run(set, in: folder) } else {
            SetSummary(score: try score(set, isSeries: isSeries))
          }
        failures += summary.failed ?? 0
        console.clearProgress()
        let text = json ? try summary.json() : summary.table
        try OutputFile().write(text + (isSeries && !json ? "\n" : ""))
      }
      if failures > 0 { throw ExitCode.somePicturesFailed }
    } catch is BrokenPipe {
      throw ExitCode.brokenPipe
    } catch let error as LegibleError {
      console.report(error.message)
      throw error.code == .unwritableFile ? ExitCode.outputFailed : .somePicturesFailed
    }
  }

  private func evaluationRun(_ console: Console, isSeries: Bool) throws -> EvaluationRun {
    Heap.keepSmall()
    let goal: ComputeOptions.Goal = pipelined ? .throughput : .latency
    let pictures = try models.load(console, goal: goal, needed: reading.needed) { reader in
      if let alphabet = reader.recognizer?.alphabet { try models.checkLanguage(of: reader.model, alphabet) }
      return PictureReading(
        reader: reader, options: try reading.options(for: reader.recognizer?.alphabet), limits: reading.limits,
        task: reading.line ? .line : .page)
    }
    return EvaluationRun(
      reading: SetReading(pictures: pictures, console: console, isPipelined: pipelined),
      predictions: predictions.map { PredictionFiles(name: $0, isSeries: isSeries) })
  }

  private func score(_ set: EvaluationSet, isSeries: Bool) throws -> Score {
    let path = PredictionFiles(name: scoreOnly ?? "", isSeries: isSeries).path(of: set)
    return Score(of: try Prediction.read(contentsOf: path), on: set)
  }
}
