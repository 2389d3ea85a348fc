internal import ArgumentParser

/// Where results go, and in which form.
struct OutputArguments: ParsableArguments {
  @Option(
    name: [.customShort("f"), .long],
    help: "The form of the output. (default: as the name after -o ends, else text)")
  var format: OutputFormat?

  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp(
      "Write to a file, or to a folder: a file for each picture.",
      discussion: """
        A name that ends in .txt, .json, .jsonl or .tsv is one file for all pictures; a folder that is there, a name \
        that ends in / and, for several pictures, any other name is a folder, in which sub-folders are kept.
        """,
      valueName: "file|folder"),
    completion: .file())
  var output: String?

  @Option(
    help: ArgumentHelp(
      "Draw what was read, and where, into a copy of the picture: .png, .jpg, .webp or .tif.",
      discussion: "With several pictures, the name of a folder.", valueName: "file|folder"),
    completion: .file(extensions: ["png", "jpg", "webp", "tif"]))
  var annotate: String?

  @Flag(help: "Say on standard error how long everything took, and how many lines were left out.")
  var timings = false

  @Flag(name: [.customShort("q"), .long], help: "No progress bar.")
  var quiet = false

  func validate() throws {
    if output == "" { throw ValidationError("-o is empty: the name of a file or a folder is expected.") }
    if annotate == "" { throw ValidationError("--annotate is empty: the name of a file or a folder is expected.") }
  }

  /// The form in use.
  var chosenFormat: OutputFormat {
    format ?? output.flatMap { OutputFormat(fileName: $0) } ?? .text
  }
}
