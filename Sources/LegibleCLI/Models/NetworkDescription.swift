internal import Legible
internal import ModelStore

/// What there is to say of one network.
struct NetworkDescription {
  var title: String
  /// The model file, if it is installed.
  var path: String?
  var format: InputFormat?
  var constants: [String] = []
  /// Where its classes' texts stand.
  var alphabet: AlphabetSource?
  /// Further lines, each with its heading.
  var facts: [(String, String)] = []

  /// A line a fact.
  var text: String {
    get throws {
      var lines = facts
      var classes: Int?
      if let path, ModelFileKind(path: path) == .cvimodel {
        let file = try CVIModelFile(contentsOf: path)
        lines += file.facts
        let shape = file.outputs[0].shape
        classes = shape.count == 3 || shape.count == 4 && shape[3] == 1 ? shape[2] : nil
      } else if let path {
        // The reference arithmetic, and the input as the file has it.
        let model = try OpenVINOModel(contentsOf: path, compute: ComputeOptions(precision: .f32))
        lines.append(("inputs", model.inputs.map(\.description).joined(separator: ", ")))
        lines.append(("outputs", model.outputs.map(\.description).joined(separator: ", ")))
        lines.append(("precision", Set(model.inputs.map(\.elementType.rawValue)).sorted().joined(separator: ", ")))
        classes = model.outputs.first.flatMap { $0.shape.count == 3 ? $0.shape[2] : nil }
      }
      if let format { lines.append(("arithmetic", Self.arithmetic(format))) }
      if !constants.isEmpty { lines.append(("constants", constants.joined(separator: ", "))) }
      if let alphabet, let path {
        let letters = try Alphabet(of: RecognitionModel(path: path, alphabet: alphabet), classCount: classes)
        let sample = letters.classes.filter { !$0.isEmpty && $0 != " " }
        let step = max(1, sample.count / 30)
        let shown = stride(from: 0, to: sample.count, by: step).map { sample[$0] }
        lines.append(("alphabet", "\(letters.classes.count) classes, for instance \(shown.joined())"))
        lines.append(("writes", Self.wrapped(Language.written(by: letters).map(\.code).joined(separator: " "))))
      }
      return "\(title)\n"
        + lines.map { "  \($0)" + String(repeating: " ", count: max(1, 12 - $0.count)) + "\($1)\n" }.joined()
    }
  }

  /// What the engine computes before the network: `(value − mean) × scale`.
  private static func arithmetic(_ format: InputFormat) -> String {
    func list(_ values: [Float]) -> String { values.map { "\($0)" }.joined(separator: " ") }
    return "\(format.channelOrder), (value − [\(list(format.mean))]) × [\(list(format.scale))]"
  }

  /// A detector's constants, named as the options that change them.
  static func constants(of model: DetectionModel) -> [String] {
    [
      "thresh \(model.pixelThreshold)", "box-thresh \(model.boxThreshold)", "unclip \(model.unclipRatio)",
      "candidates \(model.maximumCandidates)",
    ]
  }

  /// A recogniser's arithmetic for `--precision auto`; nil: none is better than another.
  static func arithmetic(_ usual: ComputeOptions.Precision?, ofScenes: ComputeOptions.Precision?) -> [String] {
    guard let usual else { return [] }
    return ["best arithmetic \(usual)\(ofScenes.map { ", of scenes \($0)" } ?? "")"]
  }

  /// A classifier's constants.
  static func constants(of model: OrientationModel) -> [String] {
    ["input \(model.inputWidth)×\(model.inputHeight)", "trusted from \(model.threshold) on"]
  }

  /// Words in lines that fit 100 columns beside the headings.
  static func wrapped(_ text: String) -> String {
    var lines: [String] = [""]
    for word in text.split(separator: " ") {
      if lines[lines.count - 1].count + word.count > 82 { lines.append("") }
      lines[lines.count - 1] += (lines[lines.count - 1].isEmpty ? "" : " ") + word
    }
    return lines.joined(separator: "\n" + String(repeating: " ", count: 14))
  }
}

extension NetworkDescription {
  /// A network of the catalogue, installed or not.
  init(_ model: CatalogueModel, in store: ModelStore) {
    title = "\(model.name): \(model.role.rawValue), \(model.family), \(model.licence)"
    path = model.role == .runtime ? nil : model.files.first.flatMap(store.path(of:))
    format = model.input.map { InputFormat(channelOrder: $0.order, mean: $0.mean, scale: $0.scale) }
    let numbers: [(String, Float?)] = [
      ("thresh", model.pixelThreshold), ("box-thresh", model.boxThreshold), ("unclip", model.unclipRatio),
      ("trusted from", model.threshold),
    ]
    constants = numbers.compactMap { name, value in value.map { "\(name) \($0)" } }
    if let count = model.maximumCandidates { constants.append("candidates \(count)") }
    if let height = model.height { constants.append(model.width.map { "input \($0)×\(height)" } ?? "height \(height)") }
    constants += Self.arithmetic(model.precision, ofScenes: model.scenePrecision)
    switch model.alphabet {
    case "metadata": alphabet = .model
    case let name?: alphabet = model.files.first { $0.name == name }.flatMap(store.path(of:)).map { .file($0) }
    case nil: alphabet = nil
    }
    for file in model.files {
      let size = file.bytes.map { "\($0) bytes" } ?? "size unknown"
      let place =
        switch file.source {
        case .wheel(let wheel, let path): "wheel \(wheel), \(path)"
        case .url(let url): url
        }
      facts.append(("file", "\(file.name), \(size), \(store.path(of: file) == nil ? "not installed" : "installed")"))
      facts.append(("  from", place))
      facts.append(("  SHA-256", file.sha256))
    }
    if let note = model.note { facts.append(("note", note)) }
  }
}
