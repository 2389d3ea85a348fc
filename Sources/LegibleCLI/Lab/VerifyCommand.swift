internal import ArgumentParser
internal import Legible
internal import ModelLab

/// `legible verify`: says whether a converted network may be trusted.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Compare a converted network with its original.",
    discussion: """
      Both are shown the same pictures, which neither was calibrated with. Compared are the outputs (cosine and Euclidean \
      similarity, as TPU-MLIR defines them) and what a reader sees: boxes lost and found, characters changed. The exit \
      code is 1 where the tolerance is missed (docs/verification.md).

      Examples:
        legible verify det.onnx det-int8.xml --pictures calibration/held-out \\
          --report report/
        legible verify rec.onnx rec-int8.xml --pictures lines/ \\
          --tolerance 0.9,0.5 --changed-text 0.5
        legible verify pp_ocr.mud converted/pp_ocr.mud --pictures pages/
      """)

  @Argument(
    help: ArgumentHelp("A network (.onnx, .xml, .pdmodel), a folder of models or a MUD file.", valueName: "original"),
    completion: .file())
  var original: String

  @Argument(
    help: ArgumentHelp("What was converted from it.", valueName: "converted"), completion: .file())
  var converted: String

  @Option(
    help: ArgumentHelp(
      "The pictures: pages for a detector, lines for a recogniser, pages for sets.", valueName: "folder"),
    completion: .directory)
  var pictures: String

  @Option(
    help: ArgumentHelp("The least cosine and Euclidean similarity of the outputs.", valueName: "cos,euclid"))
  var tolerance: ToleranceArgument = ToleranceArgument(value: Tolerance())

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Percent of the characters that may change, on lines of which the original is sure (above 0.9).",
      valueName: "percent"))
  var changedText: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Percent of the boxes that may be lost or found anew.", valueName: "percent"))
  var changedBoxes: Double?

  @Flag(help: "Compare layer by layer, too (.onnx and .xml).") var layers = false

  @Flag(help: "The pictures are pages, of which lines are cut for a single recogniser, with the installed models.")
  var pages = false

  @Option(
    help: ArgumentHelp(
      "The size of a detector's input where neither network was fixed to one. (default: that of a first look)",
      valueName: "WxH"))
  var inputSize: SizeArgument?

  @Option(
    help: ArgumentHelp(
      "The dictionary of a recogniser's file. (default: in the model; else classes have numbers)", valueName: "file"),
    completion: .file())
  var dictionary: String?

  @Option(help: "The arithmetic of the converted network; the original has f32.")
  var precision = ComputeOptions.Precision.f32

  @Option(
    help: ArgumentHelp("Write report.html, report.txt and report.json, also of a failure.", valueName: "folder"),
    completion: .directory)
  var report: String?

  @Flag(help: "Print the report as JSON.") var json = false

  @Flag(name: [.customShort("q"), .long], help: "No progress bar.") var quiet = false

  func validate() throws {
    for (name, value) in [("--changed-text", changedText), ("--changed-boxes", changedBoxes)] {
      if let value, !(0...1000).contains(value) {
        throw ValidationError("\(name) is \(value): a number of percent from 0 on is expected.")
      }
    }
    if report == "" { throw ValidationError("The name of the folder for the report is empty.") }
  }

  func run() throws {
    let console = Console(pictures: 2, isQuiet: quiet)
    var hasPassed = false
    try Lab.run(console) {
      var options = ModelVerification.Options()
      options.tolerance = tolerance.value
      options.tolerance.changedCharacters = changedText.map { $0 / 100 }
      options.tolerance.changedBoxes = changedBoxes.map { $0 / 100 }
      (options.precision, options.inputSize, options.layers) = (precision, inputSize?.size, layers)
      (options.dictionary, options.cutter) = (dictionary, pages ? .small : nil)
      let verification = try ModelVerification(
        original: Self.subject(original), converted: Self.subject(converted), options: options)
      let outcome = try verification.run(on: Lab.pictures(in: pictures, console)) { done, count, name in
        console.showProgress(done, of: count, name: name)
      }
      console.clearProgress()
      if let report { try outcome.report.write(to: report, pictures: outcome.pictures) }
      try OutputFile().write(json ? outcome.report.json : outcome.report.text)
      hasPassed = outcome.report.passed
    }
    if !hasPassed { throw ExitCode.toleranceMissed }
  }

  private static func subject(_ name: String) throws -> ModelVerification.Subject {
    if name.lowercased().hasSuffix(".mud") { return .set(try OCRModel(mud: name)) }
    return name.isFolder ? .set(try OCRModel(folder: name)) : .file(name)
  }
}

/// A tolerance as `0.9,0.5`.
struct ToleranceArgument: ExpressibleByArgument {
  var value: Tolerance

  init(value: Tolerance) { self.value = value }

  init?(argument: String) {
    guard let value = Tolerance(parsing: argument) else { return nil }
    self.value = value
  }

  var defaultValueDescription: String { "\(value.cosine),\(value.euclidean)" }
}
