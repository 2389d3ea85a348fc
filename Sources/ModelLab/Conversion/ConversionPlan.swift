internal import Failure
internal import FoundationEssentials
internal import Legible

/// All that a conversion will do, before anything is done.
public struct ConversionPlan: Sendable {
  /// What is wanted.
  public var options: ConversionOptions
  /// The networks, the detector first.
  public var networks: [NetworkPlan]
  /// What is done, in this order.
  public var steps: [ConversionStep]
  /// What the new descriptions are called, without arithmetic and ending; nil: none is written.
  public var descriptionName: String?
  /// The model set that the MUD file described; nil: there was none.
  var set: OCRModel?
  /// Where a recogniser's characters stand.
  var alphabet: AlphabetSource?

  /// Plans a conversion. Files are looked at; nothing is loaded, run or written.
  ///
  /// - Parameters:
  ///   - model: an ONNX file, Paddle's `inference.pdmodel` or `inference.json`, or a MUD file.
  ///   - options: what is wanted.
  /// - Throws: `invalidArgument` where options do not fit each other or the model; what reading the model throws.
  public init(_ model: String, _ options: ConversionOptions) throws {
    try Self.check(options)
    self.options = options
    (steps, networks) = ([], [])
    if model.lowercased().hasSuffix(".mud") {
      try addNetworks(ofMUD: model)
    } else {
      networks = [try NetworkPlan(NetworkSource(model, family: options.family), options)]
      let isReader = networks[0].source.family.role != .classification
      descriptionName = isReader ? networks[0].name : nil
    }
    for (index, network) in networks.enumerated() {
      switch options.target {
      case .cvimodel: addCVIModelSteps(index, network)
      case .openvino: addOpenVINOSteps(index, network)
      }
    }
    if let recogniser = networks.first(where: { $0.source.family.role == .recognition }) {
      alphabet = try LabelsChoice(recogniser.source, said: options.labels, described: set?.recognition?.alphabet)
        .source()
    }
  }

  private mutating func addNetworks(ofMUD path: String) throws {
    if options.family != nil || options.inputSize != nil || options.outputNames != nil || options.mean != nil
      || options.scale != nil || options.testInput != nil
    {
      throw LegibleError(
        .invalidArgument,
        """
        \(path) names several networks, and --family, --input-size, --output-names, --mean, --scale and --test-input \
        are those of one: convert each by itself, or write mean and scale into the MUD file.
        """)
    }
    let set = try OCRModel(mud: path)
    if let detection = set.detection {
      let source = try NetworkSource(detection.path, role: .detection)
      networks.append(try NetworkPlan(source, options, format: detection.format))
    }
    if let recognition = set.recognition {
      let source = try NetworkSource(recognition.path, role: .recognition)
      networks.append(try NetworkPlan(source, options, format: recognition.format))
    }
    if Set(networks.map(\.name)).count < networks.count {
      for index in networks.indices { networks[index].name += "-\(networks[index].source.family.role.rawValue)" }
    }
    descriptionName = path.stem
    self.set = set
  }

  /// What finds the lines on pages that a recogniser is calibrated with: the pair of the MUD file, if OpenVINO can run it.
  var readerOfLines: OCRModel {
    guard let set, set.detection != nil, set.recognition != nil,
      networks.allSatisfy({ $0.source.notation != .paddleJSON })
    else { return .small }
    return set
  }

  /// The file that a network becomes, without its folder.
  func file(_ network: NetworkPlan, _ quantization: Quantization) -> String {
    "\(network.name)_\(quantization).\(options.target == .cvimodel ? "cvimodel" : "xml")"
  }

  /// The back ends that are needed, each once.
  public var tools: [ToolRecipe] {
    var seen: Set<String> = []
    return steps.compactMap { step in
      if case .command(let tool, _) = step.work, seen.insert(tool.name).inserted { tool } else { nil }
    }
  }

  private static func check(_ options: ConversionOptions) throws(LegibleError) {
    func refuse(_ message: String) -> LegibleError { LegibleError(.invalidArgument, message) }
    guard !options.quantizations.isEmpty else { throw refuse("No arithmetic to convert to: say --quantize int8.") }
    if Set(options.quantizations).count < options.quantizations.count {
      throw refuse("An arithmetic stands twice in --quantize.")
    }
    let possible: [Quantization] = options.target == .cvimodel ? [.bf16, .int8] : Quantization.allCases
    if let wrong = options.quantizations.first(where: { !possible.contains($0) }) {
      throw refuse(
        """
        \(options.target) has no \(wrong): \(possible.map(\.rawValue).joined(separator: " and ")) are there. The \
        processors of MaixCAM compute in bf16 and int8.
        """)
    }
    if options.quantizations.contains(.int8), options.calibration == nil {
      throw refuse(
        """
        INT8 has to be calibrated: give a folder of pictures such as the model will see with --calibration, pages or \
        lines; 200 lines are enough for a recogniser, 30 pages for a detector.
        """)
    }
    if let folder = options.calibration, !Files.isFolder(folder) {
      throw LegibleError(.fileNotFound, "--calibration \(folder): there is no such folder: check the path.")
    }
    if let file = options.testInput, !Files.isFile(file) {
      throw LegibleError(.fileNotFound, "--test-input \(file): there is no such picture: check the path.")
    }
    guard (1...100_000).contains(options.imageCount) else {
      throw refuse("--images \(options.imageCount): a number from 1 to 100000 is expected.")
    }
    for (name, values) in [("mean", options.mean), ("scale", options.scale)] {
      guard let values else { continue }
      guard values.count == 3, values.allSatisfy(\.isFinite), name == "mean" || !values.contains(0) else {
        throw refuse("--\(name): one number or three with commas between are expected, and no scale of 0.")
      }
    }
    for (name, share) in [("text", options.changedCharacters), ("boxes", options.changedBoxes)] {
      guard let share, !(0...10).contains(share) else { continue }
      throw refuse("--changed-\(name) \(share * 100): a number of percent from 0 to 1000 is expected.")
    }
    guard Self.chips.contains(options.chip) || options.target == .openvino else {
      throw refuse("--chip \(options.chip): \(Self.chips.joined(separator: ", ")) have cvimodels; MaixCAM's is cv181x.")
    }
  }

  /// The chips whose models are cvimodels.
  static let chips = ["cv180x", "cv181x", "cv182x", "cv183x"]
}
