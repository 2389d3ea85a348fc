internal import Failure
internal import Legible

/// Puts what a run made into the user's folder, once all of it is there.
struct Publication {
  let plan: ConversionPlan
  /// The working folder.
  let work: String

  private var output: String { plan.options.output }

  /// Moves models, and writes labels and descriptions.
  ///
  /// - Returns: the new files, models first.
  /// - Throws: `unwritableFile`, or `dictionaryMismatch` where labels do not fit.
  func publish() throws -> [String] {
    let ready = "\(work)/ready"
    try Files.makeFolder(ready)
    var names: [String] = []
    for network in plan.networks {
      for quantization in plan.options.quantizations {
        let file = plan.file(network, quantization)
        let parts = plan.options.target == .openvino ? [file, "\(file.dropLast(4)).bin"] : [file]
        for part in parts {
          try Files.move("\(work)/\(network.name)/\(part)", to: "\(ready)/\(part)")
          names.append(part)
        }
      }
    }
    if let labels = plan.labelsFile {
      try Files.write(try labelsText(), to: "\(ready)/\(labels)")
      names.append(labels)
    }
    for quantization in plan.options.quantizations {
      guard let name = plan.descriptionFile(quantization) else { continue }
      let description = try MUDFile(describing: set(quantization), path: "\(output)/\(name)")
      try Files.write(description.text, to: "\(ready)/\(name)")
      names.append(name)
    }
    // One after the other, after which none can fail for want of room; the description last, which names the others.
    for name in names { try Files.move("\(ready)/\(name)", to: "\(output)/\(name)") }
    return names.map { "\(output)/\($0)" }
  }

  /// The labels, a class a line, as MaixPy counts them: without CTC's blank in front, and without the space at the end.
  private func labelsText() throws -> String {
    guard let recogniser = plan.networks.first(where: { $0.source.family.role == .recognition }),
      let source = plan.alphabet
    else { return "" }
    let alphabet = try Alphabet(
      of: RecognitionModel(path: recogniser.source.path, alphabet: source), classCount: try classCount(recogniser))
    return alphabet.classes.dropFirst().dropLast().map { "\($0)\n" }.joined()
  }

  /// The number of classes: of Paddle's files it is seen when they have become ONNX.
  private func classCount(_ network: NetworkPlan) throws -> Int? {
    if let count = network.source.classCount { return count }
    let path = "\(work)/\(network.name)/\(network.name).onnx"
    guard Files.isFile(path) else { return nil }
    return try NetworkSource(path, family: network.source.family).classCount
  }

  /// The model set in an arithmetic.
  private func set(_ quantization: Quantization) -> OCRModel {
    var set = plan.set ?? OCRModel(name: plan.descriptionName ?? "")
    set.mud = nil
    if plan.set == nil || set.name.hasSuffix(".mud") { set.name = "\(plan.descriptionName ?? "") \(quantization)" }
    // What turns pictures is not converted with them: MaixPy has no such networks.
    if plan.options.target == .cvimodel { (set.lineOrientation, set.pageOrientation) = (nil, nil) }
    for network in plan.networks {
      let path = "\(output)/\(plan.file(network, quantization))"
      let format = network.arithmetic.format
      switch network.source.family.role {
      case .detection:
        var model = plan.set?.detection ?? network.source.family.detector(path)
        (model.path, model.format) = (path, format)
        model.precision = Self.precision(quantization, else: model.precision)
        set.detection = model
      case .recognition:
        var model = plan.set?.recognition ?? RecognitionModel(path: path, alphabet: .model, precision: .bf16)
        (model.path, model.format) = (path, format)
        model.alphabet = .file("\(output)/\(plan.labelsFile ?? "")")
        model.precision = Self.precision(quantization, else: model.precision)
        if let size = network.size { model.inputHeight = size.height }
        set.recognition = model
      case .classification: break
      }
    }
    return set
  }

  private static func precision(
    _ quantization: Quantization, else usual: ComputeOptions.Precision
  ) -> ComputeOptions.Precision {
    switch quantization {
    case .f32: .f32
    case .bf16: .bf16
    case .f16, .int8: usual
    }
  }
}
