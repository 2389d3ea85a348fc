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
        legible evaluate sets/receipts --score-only receipts.jsonl
      """)

  @Argument(help: ArgumentHelp("Folders with gt.jsonl and pictures.", valueName: "sets"), completion: .directory)
  var sets: [String]

  @Option(
    help: ArgumentHelp(
      "Write what was read, a JSON object a line for each picture.",
      discussion: "With several sets, the name of a folder: a file for each set.", valueName: "file|folder"),
    completion: .file(extensions: ["jsonl"]))
  var predictions: String?

  @Option(
    help: ArgumentHelp("Read nothing; score what was written before.", valueName: "file|folder"),
    completion: .file(extensions: ["jsonl"]))
  var scoreOnly: String?

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
    if scoreOnly != nil, predictions != nil {
      throw ValidationError("--score-only reads predictions and --predictions writes them: give one of them.")
    }
    if scoreOnly == "" || predictions == "" { throw ValidationError("The name of the predictions is empty.") }
  }
}
