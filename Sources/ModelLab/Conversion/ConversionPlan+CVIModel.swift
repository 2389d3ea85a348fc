internal import Legible

extension ConversionPlan {
  /// The steps to a cvimodel: those of Sipeed's scripts for MaixCAM, with the same words.
  mutating func addCVIModelSteps(_ index: Int, _ network: NetworkPlan) {
    let name = network.name
    let size = network.pictureSize
    let model = addONNXSteps(index, network)
    addPictureSteps(index, network)
    var words = [
      "model_transform.py", "--model_name", name, "--model_def", model,
      "--input_shapes", "[[1,3,\(size.height),\(size.width)]]",
      "--mean", PixelArithmetic.list(network.arithmetic.mean), "--scale",
      PixelArithmetic.list(network.arithmetic.scale),
    ]
    if options.keepsAspectRatio { words.append("--keep_aspect_ratio") }
    words += ["--pixel_format", network.arithmetic.order.rawValue, "--channel_format", "nchw"]
    if !network.outputNames.isEmpty { words += ["--output_names", network.outputNames.joined(separator: ",")] }
    words += [
      "--test_input", Self.testPicture, "--test_result", "\(name)_top_outputs.npz", "--tolerance", "0.99,0.99",
      "--mlir", "\(name).mlir",
    ]
    steps.append(
      ConversionStep(
        index, "to MLIR", .command(.tpuMLIR, words), gives: ["\(name).mlir", "\(name)_top_outputs.npz"]))
    for quantization in options.quantizations {
      if quantization == .int8 {
        let words = [
          "run_calibration.py", "\(name).mlir", "--dataset", Self.pictureFolder, "--input_num", "\(options.imageCount)",
          "-o", "\(name)_cali_table",
        ]
        steps.append(
          ConversionStep(index, "calibration", .command(.tpuMLIR, words), gives: ["\(name)_cali_table"]))
      }
      let words = deployment(network, quantization)
      let file = file(network, quantization)
      steps.append(
        ConversionStep(index, "to \(quantization.rawValue.uppercased())", .command(.tpuMLIR, words), gives: [file]))
      steps.append(ConversionStep(index, "comparison", .check(quantization, tolerance(quantization))))
    }
  }

  /// The compiler's words for one arithmetic.
  private func deployment(_ network: NetworkPlan, _ quantization: Quantization) -> [String] {
    let name = network.name
    var words = ["model_deploy.py", "--mlir", "\(name).mlir", "--quantize", quantization.rawValue.uppercased()]
    if quantization == .int8 {
      if options.quantizesInput { words.append("--quant_input") }
      words += ["--calibration_table", "\(name)_cali_table"]
    }
    words += [
      "--processor", options.chip, "--test_input", "\(name)_in_f32.npz", "--test_reference", "\(name)_top_outputs.npz",
    ]
    // The vendor's own for BF16, 0.99,0.90, stays unless something else is said.
    if quantization == .int8 || options.tolerance != nil {
      words += ["--tolerance", (options.tolerance ?? Tolerance()).text]
    }
    if let correctness = options.correctness { words += ["--correctness", correctness.text] }
    return words + ["--model", file(network, quantization)]
  }

  /// What a network must reach in an arithmetic against f32 over all pictures: for INT8 what is wanted, for the others
  /// what rounding explains. (A cvimodel in BF16 rounds each value between its layers, too; the compiler's own comparison
  /// on one picture is stricter.)
  func tolerance(_ quantization: Quantization) -> Tolerance {
    switch quantization {
    case .f32: return Tolerance(cosine: 0.9999, euclidean: 0.999)
    case .f16, .bf16:
      if options.target == .cvimodel { return options.tolerance ?? Tolerance() }
      // Rounded weights alone: 0.986 with PP-OCRv6 tiny's recogniser, whose text stays.
      return Tolerance(cosine: 0.99, euclidean: 0.9)
    case .int8:
      var tolerance = options.tolerance ?? Tolerance()
      tolerance.changedCharacters = options.changedCharacters
      tolerance.changedBoxes = options.changedBoxes
      return tolerance
    }
  }

  /// Where pictures to calibrate with are put, in a network's working folder.
  static let pictureFolder = "images"
  /// Where pictures are put that are not calibrated with, to compare on.
  static let heldOutFolder = "held-out"
  /// The picture to compare on, there.
  static let testPicture = "test_input.png"

  /// The steps that make pictures.
  mutating func addPictureSteps(_ index: Int, _ network: NetworkPlan) {
    if let folder = options.calibration {
      let role = network.source.family.role
      // A page as a reader first looks at it has a megapixel: more of them than these teach nothing new.
      let most = role == .detection && network.size == nil ? 60 : 100_000
      let count = min(options.imageCount, most)
      let request = CalibrationRequest(
        role: role, size: role == .classification ? network.pictureSize : network.size, count: count,
        heldOut: (count + 3) / 4, source: folder, network: network.source)
      steps.append(ConversionStep(index, "pictures", .pictures(request)))
    }
    steps.append(
      ConversionStep(
        index, "picture to compare on", .testPicture(source: options.testInput), gives: [Self.testPicture]))
  }

  /// The steps to an ONNX file that the compiler's older reader takes.
  ///
  /// - Returns: the file's name.
  private mutating func addONNXSteps(_ index: Int, _ network: NetworkPlan) -> String {
    let model = addPaddleSteps(index, network)
    // ONNX Runtime 1.16, which TPU-MLIR 1.30 needs, reads versions up to 9; what Paddle 3 is written as is 10 and more.
    guard network.source.notation == .paddleJSON || network.source.irVersion ?? 0 > 8 else { return model }
    let older = "\(network.name)_ir8.onnx"
    steps.append(
      ConversionStep(
        index, "an older version of ONNX's notation",
        .command(.tpuMLIR, ["python", PythonScript.lowerIRVersion.name, model, older]), gives: [older]))
    return older
  }

  /// The steps from Paddle to ONNX, where they are needed.
  ///
  /// - Returns: the ONNX file's name.
  mutating func addPaddleSteps(_ index: Int, _ network: NetworkPlan) -> String {
    let model = "\(network.name).onnx"
    let recipe: ToolRecipe
    var words = [
      "paddle2onnx", "--model_dir", "paddle", "--model_filename", "", "--params_filename", "inference.pdiparams",
    ]
    switch network.source.notation {
    case .onnx: return model
    case .paddleJSON:
      // Without it, packages are installed while it converts, of no fixed version.
      words += ["--optimize_tool", "None"]
      (recipe, words[4]) = (.paddle2ONNX, "inference.json")
    case .paddleProgram: (recipe, words[4]) = (.paddle2ONNXForPrograms, "inference.pdmodel")
    }
    words += ["--save_file", model]
    if network.source.notation == .paddleProgram {
      words += ["--opset_version", "14", "--enable_onnx_checker", "True"]
    }
    steps.append(ConversionStep(index, "Paddle to ONNX", .command(recipe, words), gives: [model]))
    return model
  }
}
