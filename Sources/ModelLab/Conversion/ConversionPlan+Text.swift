internal import Legible

extension ConversionPlan {
  /// The plan as a shell script with comments: the full commands, as they are run in a working folder below `output`.
  public var text: String {
    var lines: [String] = []
    for (index, network) in networks.enumerated() {
      if index > 0 { lines.append("") }
      lines += Self.proposals(network, options).map { "# \($0)" }
      lines += ["", "cd WORK/\(network.name.shellQuoted)"]
      lines += links(network).map { "ln -s \($0.target.shellQuoted) \($0.name.shellQuoted)" }
      for (number, step) in steps.enumerated() where step.network == index {
        lines.append("\n# \(number + 1)/\(steps.count) \(step.title)\(Self.tool(step))")
        lines += Self.lines(step)
      }
    }
    lines += ["", "# in \(options.output): \(results.joined(separator: ", "))"]
    return lines.joined(separator: "\n") + "\n"
  }

  /// What was found out and is proposed for a network, a line each.
  public static func proposals(_ network: NetworkPlan, _ options: ConversionOptions) -> [String] {
    let size = network.size.map { "\($0.width)x\($0.height)" } ?? "free"
    let arithmetic = network.arithmetic
    let outputs = network.outputNames.isEmpty ? "" : ", output \(network.outputNames.joined(separator: ","))"
    return [
      "\(network.source.path): \(network.source.family.name) (\(network.source.evidence))",
      """
      input \(size), \(arithmetic.order.rawValue), mean \(PixelArithmetic.list(arithmetic.mean)), \
      scale \(PixelArithmetic.list(arithmetic.scale))\(outputs)
      """,
    ]
  }

  /// The files that come out, without their folder.
  public var results: [String] {
    var names: [String] = []
    for network in networks {
      for quantization in options.quantizations {
        let file = file(network, quantization)
        names.append(file)
        if options.target == .openvino { names.append("\(file.dropLast(4)).bin") }
      }
    }
    names += options.quantizations.compactMap(descriptionFile)
    if let labelsFile { names.append(labelsFile) }
    return names
  }

  /// The description of the models in an arithmetic: with its name where there are several.
  func descriptionFile(_ quantization: Quantization) -> String? {
    guard let descriptionName else { return nil }
    let isOnly = options.quantizations.count == 1 && set != nil
    return isOnly ? "\(descriptionName).mud" : "\(descriptionName)_\(quantization).mud"
  }

  /// The file of labels, where there is a recogniser.
  var labelsFile: String? {
    networks.first { $0.source.family.role == .recognition }.map { "\($0.name)_labels.txt" }
  }

  /// Links to a network's files, in its working folder.
  func links(_ network: NetworkPlan) -> [(name: String, target: String)] {
    let path = network.source.path.absolutePath
    let weights = ModelNotation.weights(of: path)
    switch network.source.notation {
    case .onnx: return [("\(network.name).onnx", path)]
    case .paddleProgram where options.target == .openvino:
      return [("\(network.name).pdmodel", path), ("\(network.name).pdiparams", weights)]
    case .paddleProgram: return [("paddle/inference.pdmodel", path), ("paddle/inference.pdiparams", weights)]
    case .paddleJSON: return [("paddle/inference.json", path), ("paddle/inference.pdiparams", weights)]
    }
  }

  private static func tool(_ step: ConversionStep) -> String {
    if case .command(let tool, _) = step.work { " (\(tool.name))" } else { "" }
  }

  private static func lines(_ step: ConversionStep) -> [String] {
    switch step.work {
    case .pictures(let request):
      return [
        """
        # \(request.source): up to \(request.count) pictures\(made(request.size)) to calibrate with in \(pictureFolder), \
        \(request.heldOut) others to compare on in \(heldOutFolder)
        """
      ]
    case .testPicture(let source):
      return ["# \(testPicture): \(source ?? "the first of the pictures to compare on, else one that is drawn")"]
    case .check(let quantization, let tolerance):
      return ["# \(quantization) against the original: cosine and Euclidean similarity of at least \(tolerance.text)"]
    case .command(_, let words): return [command(words)]
    }
  }

  private static func made(_ size: Size?) -> String { size.map { " of \($0.width)x\($0.height)" } ?? "" }

  /// A command with an option a line.
  static func command(_ words: [String]) -> String {
    var lines: [String] = [""]
    for (index, word) in words.enumerated() {
      let isOption = word.hasPrefix("-") && index > 0
      // What stands before the first option stays in the first line.
      if isOption, index > 1 || words.count > 3 {
        lines.append("  \(word.shellQuoted)")
      } else {
        lines[lines.count - 1] += (lines[lines.count - 1].isEmpty ? "" : " ") + word.shellQuoted
      }
    }
    return lines.joined(separator: " \\\n")
  }
}
