internal import ArgumentParser
internal import Legible
internal import ModelLab
internal import ModelStore

/// `legible models quantize`: an INT8 recogniser, made on this machine.
struct ModelsQuantizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quantize", abstract: "Put a set's recogniser into INT8, for --precision int8.",
    discussion: """
      For processors with VNNI. Lines are cut out of your pages, the recogniser is quantised with them by NNCF (installed \
      at first use, 800 MB), and compared with the original on pages that were set aside: if more characters change than \
      may, nothing is kept but the report. The files stand beside the original (docs/int8.md).

      Example:
        legible models quantize small --calibration pages/
        legible photo.jpg --precision int8
      """)

  @Argument(help: ArgumentHelp("A set, a folder of models or a MUD file.", valueName: "name|folder|mud"))
  var name: String

  @Option(
    help: ArgumentHelp("A folder of pages or lines such as you read.", valueName: "folder"), completion: .directory)
  var calibration: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Lines to calibrate with, at most; a quarter as many are set aside.", valueName: "number"))
  var images = 300

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Percent of the characters that may change, on lines of which the original is sure.", valueName: "percent"))
  var changedText = 1.0

  @Flag(name: [.customShort("q"), .long], help: "No progress, only warnings and errors.")
  var quiet = false

  func validate() throws {
    if !(1...100_000).contains(images) {
      throw ValidationError("--images is \(images): a number from 1 to 100000 is expected.")
    }
    if !(0...100).contains(changedText) {
      throw ValidationError("--changed-text is \(changedText): a number of percent from 0 to 100 is expected.")
    }
  }

  func run() throws {
    try ConvertCommand.answer {
      let model = try ModelArguments.files(named: name)
      var quantization = RecogniserQuantization(of: model, calibration: calibration)
      (quantization.images, quantization.changedCharacters) = (images, changedText / 100)
      let report = ConvertReport(isQuiet: quiet)
      let done = try Interruption.cancelling { [quantization] in try await quantization.run { report.show($0) } }
      return "\(done.network)\n\(done.report)\n"
    }
  }
}
