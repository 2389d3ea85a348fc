internal import ArgumentParser
internal import Legible
internal import ModelLab

/// What to make: for `legible convert`.
struct ConvertTargetArguments: ParsableArguments {
  @Option(help: "openvino: .xml and .bin, for this machine. cvimodel: .cvimodel, for MaixCAM.")
  var target: ConversionTarget?

  @Option(help: ArgumentHelp("The chip of a cvimodel; MaixCAM's is the default.", valueName: "chip"))
  var chip = "cv181x"

  @Option(
    help: ArgumentHelp(
      "The arithmetics, with commas between; a model each.",
      discussion: "f32, f16, bf16 and int8 for openvino; bf16 and int8 for cvimodel.", valueName: "list"))
  var quantize = QuantizationList(values: [.bf16])

  @Flag(
    inversion: .prefixedNo,
    help: "An int8 cvimodel takes its input as int8, which maix.nn.NN.forward_image is faster with.")
  var quantInput = true

  @Option(
    help: ArgumentHelp(
      "The least cosine and Euclidean similarity to the original. (default: int8 0.9,0.5; bf16 cvimodels 0.99,0.90)",
      valueName: "cos,euclid"),
    transform: { (text: String) throws -> Tolerance in try ConvertValues.tolerance(text) })
  var tolerance: Tolerance?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Percent of the characters that int8 may change, on lines of which the original is sure (above 0.9).",
      valueName: "percent"))
  var changedText: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Percent of the boxes that int8 may lose or find anew.", valueName: "percent"))
  var changedBoxes: Double?

  @Flag(help: "The reports compare layer by layer, too (openvino).") var layers = false

  @Option(
    help: ArgumentHelp(
      "The same of a cvimodel in the simulator to the compiler's arithmetic. (default: the vendor's, 0.99,0.90)",
      valueName: "cos,euclid"),
    transform: { (text: String) throws -> Tolerance in try ConvertValues.tolerance(text) })
  var correctness: Tolerance?

  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp("The folder for the new files, made where it is missing.", valueName: "folder"),
    completion: .directory)
  var output: String?
}

/// Pictures to calibrate with and to compare on: for `legible convert`.
struct ConvertPictureArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A folder of pages or lines such as the model will see, to calibrate int8 with and to compare on.",
      valueName: "folder"),
    completion: .directory)
  var calibration: String?

  @Option(
    help: ArgumentHelp(
      "Calibrate with so many pages or lines at most; a quarter as many are set aside to compare on.",
      valueName: "number"))
  var images = 200

  @Option(
    help: ArgumentHelp(
      "The picture that the compiler compares on. (default: the first that was set aside, or one that is drawn)",
      valueName: "file"),
    completion: .file())
  var testInput: String?

  @Flag(
    inversion: .prefixedNo, help: "The compiler puts pictures of another shape into black instead of stretching them.")
  var keepAspectRatio = true

  /// Puts them into options.
  func apply(to options: inout ConversionOptions) {
    options.calibration = calibration
    options.imageCount = images
    options.testInput = testInput
    options.keepsAspectRatio = keepAspectRatio
  }
}

/// What the family of a network proposes otherwise: for `legible convert`.
struct ConvertNetworkArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The family, for instance v4-rec or v6-small-det. (default: found out)", valueName: "family"),
    transform: { (text: String) throws -> ModelFamily in try ConvertValues.family(text) })
  var family: ModelFamily?

  @Option(
    help: ArgumentHelp(
      "Width and height of the input. (default: 320x224 for detectors, 320x48 for recognisers; openvino: free)",
      valueName: "WxH"),
    transform: { (text: String) throws -> Size in try ConvertValues.size(text) })
  var inputSize: Size?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Taken off each channel, 0…255: one number, or three with commas between.", valueName: "m,m,m"),
    transform: { (text: String) throws -> [Double] in try ConvertValues.channels(text) })
  var mean: [Double]?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("What the difference is multiplied with: one number, or three.", valueName: "s,s,s"),
    transform: { (text: String) throws -> [Double] in try ConvertValues.channels(text) })
  var scale: [Double]?

  @Option(help: ArgumentHelp("The order of the channels. (default: bgr)", valueName: "rgb|bgr"))
  var pixelFormat: InputFormat.ChannelOrder?

  @Option(
    help: ArgumentHelp("The outputs of the ONNX file to keep, with commas between.", valueName: "names"),
    transform: { $0.split(separator: ",").map(String.init) })
  var outputNames: [String]?

  @Option(
    help: ArgumentHelp("The dictionary of a recogniser that does not have its own.", valueName: "file"),
    completion: .file())
  var labels: String?

  /// Puts them into options.
  func apply(to options: inout ConversionOptions) {
    options.family = family
    options.inputSize = inputSize
    options.mean = mean
    options.scale = scale
    options.pixelFormat = pixelFormat
    options.outputNames = outputNames
    options.labels = labels
  }
}
