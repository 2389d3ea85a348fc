internal import Legible

extension ConversionPlan {
  /// The steps to OpenVINO's own notation. Legible puts the pixel arithmetic in front of a network when it loads it, so
  /// that the files hold none: mean and scale stand in the description.
  mutating func addOpenVINOSteps(_ index: Int, _ network: NetworkPlan) {
    // OpenVINO reads Paddle's programs itself.
    let model =
      network.source.notation == .paddleProgram ? "\(network.name).pdmodel" : addPaddleSteps(index, network)
    addPictureSteps(index, network)
    for quantization in options.quantizations {
      let file = file(network, quantization)
      var words: [String]
      if quantization == .int8 {
        words = [
          "python", PythonScript.quantizeOpenVINO.name, "--model", model, "--family",
          "ppocr\(network.source.family.id)", "--mean", PixelArithmetic.list(network.arithmetic.mean), "--scale",
          PixelArithmetic.list(network.arithmetic.scale), "--pixel-format", network.arithmetic.order.rawValue,
          "--calibration", Self.pictureFolder, "-o", file,
        ]
      } else {
        words = [
          "python", PythonScript.convertOpenVINO.name, "--model", model, "--precision", quantization.rawValue,
        ]
        if let size = options.inputSize { words += ["--input-shape", "1,3,\(size.height),\(size.width)"] }
        if !network.outputNames.isEmpty, options.outputNames != nil {
          words += ["--outputs", network.outputNames.joined(separator: ",")]
        }
        words += ["-o", file]
      }
      let weights = String(file.dropLast(4)) + ".bin"
      steps.append(
        ConversionStep(
          index, "to \(quantization.rawValue.uppercased())", .command(.openVINO, words), gives: [file, weights]))
      steps.append(ConversionStep(index, "comparison", .check(quantization, tolerance(quantization))))
    }
  }
}
