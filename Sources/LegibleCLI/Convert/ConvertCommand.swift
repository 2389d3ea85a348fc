internal import ArgumentParser
internal import Legible
internal import ModelLab

/// `legible convert`: a network of one's own for the CPU or for MaixCAM.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Convert a model for this machine or for MaixCAM.",
    usage: "legible convert [<options>] [<model>]",
    discussion: """
      Examples:
        legible convert det.onnx --target cvimodel --quantize bf16,int8 \\
          --calibration photos/ -o maixcam     a detector, as bf16 and as int8
        legible convert pp_ocr.mud --target cvimodel --quantize int8 \\
          --calibration pages/ -o maixcam      detector, recogniser and new MUD file
        legible convert rec.onnx --target openvino --quantize f16 -o half
                                               half the size, for this machine
        legible convert det.onnx --target cvimodel --quantize bf16 -o maixcam \\
          --dry-run                            show each command, and run none
        legible convert --doctor               what there is to convert with

      Sizes, arithmetic, outputs and tolerances are proposed by the model's family. The back ends (TPU-MLIR, OpenVINO \
      with NNCF, paddle2onnx) are installed at first use, into $LEGIBLE_TOOLS or ~/.local/share/legible/tools: up to \
      1.9 GB each, nothing outside. Each new model is compared with the original: reports/ in the output folder has \
      what became of boxes and characters. Prints the paths of the new files.

      Exit codes: 0 done; 1 a model is not as like the original as it must be, and none was kept; 64 wrong usage; \
      69 the model or a back end is not usable; 70 a back end failed; 73 an output could not be written.
      """)

  @Argument(
    help: ArgumentHelp("An ONNX file, Paddle's .pdmodel or inference.json, or a MUD file.", valueName: "model"),
    completion: .file(extensions: ["onnx", "pdmodel", "json", "mud"]))
  var model: String?

  @OptionGroup(title: "What to make") var target: ConvertTargetArguments
  @OptionGroup(title: "Pictures") var pictures: ConvertPictureArguments
  @OptionGroup(title: "What the family proposes otherwise") var network: ConvertNetworkArguments

  @Flag(help: "Show what was found out and each command, and do nothing.")
  var dryRun = false

  @Flag(help: "Say which back ends are there, and what to do for those that are not.")
  var doctor = false

  @Flag(name: [.customShort("q"), .long], help: "No progress, only warnings and errors.")
  var quiet = false

  func run() throws {
    if !doctor, let missing { throw Self.wrongUsage(missing) }
    try Self.answer {
      if doctor { return try Waiting.forResult { try await DoctorReport.text() } }
      let plan = try ConversionPlan(model ?? "", try options())
      if dryRun { return plan.text }
      return try convert(plan)
    }
  }

  /// What has to be given and is not; nil: nothing.
  private var missing: String? {
    if model == nil { return "A model to convert is expected, or --doctor." }
    if target.target == nil { return "--target is missing: openvino, for this machine, or cvimodel, for MaixCAM." }
    return target.output == nil && !dryRun ? "-o is missing: the folder for the new files." : nil
  }

  /// What the arguments want.
  private func options() throws -> ConversionOptions {
    var options = ConversionOptions(
      target: target.target ?? .openvino, quantizations: target.quantize.values, output: target.output ?? "DIR")
    options.chip = target.chip
    options.quantizesInput = target.quantInput
    options.tolerance = target.tolerance
    options.correctness = target.correctness
    options.changedCharacters = target.changedText.map { $0 / 100 }
    options.changedBoxes = target.changedBoxes.map { $0 / 100 }
    options.comparesLayers = target.layers
    pictures.apply(to: &options)
    network.apply(to: &options)
    return options
  }

  private func convert(_ plan: ConversionPlan) throws -> String {
    let report = ConvertReport(isQuiet: quiet)
    for network in plan.networks { report.introduce(network, plan.options) }
    let result = try Interruption.cancelling { try await Conversion(plan).run { report.show($0) } }
    report.finish(result)
    return result.files.map { "\($0)\n" }.joined()
  }

  /// Prints what the work gives, and turns errors into messages and exit codes.
  static func answer(_ work: () throws -> String) throws {
    do {
      try OutputFile().write(work())
    } catch is BrokenPipe {
      throw ExitCode.brokenPipe
    } catch let error as LegibleError {
      ModelsCommand.report(error)
      switch error.code {
      case .invalidArgument: throw ExitCode.validationFailure
      case .toleranceMissed: throw ExitCode.somePicturesFailed
      case .conversionFailed: throw ExitCode.backEndFailed
      case .unwritableFile: throw ExitCode.outputFailed
      default: throw ExitCode.modelUnusable
      }
    }
  }
}
