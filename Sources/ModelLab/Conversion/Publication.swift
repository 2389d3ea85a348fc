internal import Failure
internal import Legible

/// Puts what a run made into the user's folder, once all of it is there.
struct Publication {
  let plan: ConversionPlan
  /// The working folder.
  let work: String

  /// The folder for reports, in the user's and in a run's.
  static let reports = "reports"

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
    try publishReports()
    return names.map { "\(output)/\($0)" }
  }

  /// Moves the reports, also those of a run that failed. Older ones of the same models go.
  func publishReports() throws {
    for name in Files.names(in: "\(work)/\(Self.reports)") {
      let place = "\(output)/\(Self.reports)/\(name)"
      try Files.makeFolder("\(output)/\(Self.reports)")
      try Files.remove(place)
      try Files.move("\(work)/\(Self.reports)/\(name)", to: place)
    }
  }

  /// The labels, a class a line, as MaixPy counts them: without CTC's blank in front, and without the space at the end.
  private func labelsText() throws -> String {
    guard let recogniser = plan.networks.first(where: { $0.source.family.role == .recognition }),
      let alphabet = try plan.alphabet(of: recogniser, in: "\(work)/\(recogniser.name)")
    else { return "" }
    return alphabet.classes.dropFirst().dropLast().map { "\($0)\n" }.joined()
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
    // INT8 of its own is what the original may be computed in, and this file either has it already or was to have none.
    case .f16, .int8: usual == .int8 ? .bf16 : usual
    }
  }
}

extension ConversionPlan {
  /// A recogniser's classes; nil for other networks.
  ///
  /// - Parameter folder: its working folder: of Paddle's files the number of classes is seen when they have become ONNX.
  /// - Throws: `dictionaryMismatch`, or what reading the labels throws.
  func alphabet(of network: NetworkPlan, in folder: String) throws -> Alphabet? {
    guard network.source.family.role == .recognition, let source = alphabet else { return nil }
    var count = network.source.classCount
    let path = "\(folder)/\(network.name).onnx"
    if count == nil, Files.isFile(path) { count = try NetworkSource(path, family: network.source.family).classCount }
    return try Alphabet(of: RecognitionModel(path: network.source.path, alphabet: source), classCount: count)
  }
}
