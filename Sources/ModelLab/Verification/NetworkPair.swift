internal import Failure
internal import Inference
internal import Legible

/// The files of an original and of a converted network.
enum NetworkPair {
  case detection(DetectionModel, DetectionModel)
  case recognition(RecognitionModel, RecognitionModel)

  /// Two loaded networks with their names.
  struct Loaded {
    var original: (name: String, network: any Model)
    var converted: (name: String, network: any Model)
  }

  /// Two bare files, with the constants that PP-OCR's networks of their role have.
  init(file original: String, and converted: String, dictionary: String?) throws {
    switch try Self.role(of: original) {
    case .detection:
      let model = OCRModel.detection(original)
      var other = model
      other.path = converted
      self = .detection(model, other)
    case .recognition:
      let alphabet = dictionary.map { AlphabetSource.file($0) } ?? .model
      self = .recognition(
        RecognitionModel(path: original, alphabet: alphabet), RecognitionModel(path: converted, alphabet: alphabet))
    }
  }

  /// What the network in a file does.
  static func role(of path: String) throws -> NetworkRole {
    try NetworkRole(of: OpenVINOModel(contentsOf: path, compute: ComputeOptions(precision: .f32)), named: path)
  }

  var role: NetworkRole { if case .detection = self { .detection } else { .recognition } }

  var original: (path: String, format: InputFormat) {
    switch self {
    case .detection(let model, _): (model.path, model.format)
    case .recognition(let model, _): (model.path, model.format)
    }
  }

  var converted: (path: String, format: InputFormat) {
    switch self {
    case .detection(_, let model): (model.path, model.format)
    case .recognition(_, let model): (model.path, model.format)
    }
  }

  /// Loads both, the original at f32.
  func loaded(precision: ComputeOptions.Precision) throws -> Loaded {
    func load(_ file: (path: String, format: InputFormat), _ precision: ComputeOptions.Precision) throws -> any Model {
      try OpenVINOModel(contentsOf: file.path, format: file.format, compute: ComputeOptions(precision: precision))
    }
    return Loaded(
      original: (original.path, try load(original, .f32)), converted: (converted.path, try load(converted, precision)))
  }

  /// What is compared, and how.
  func task(_ loaded: Loaded, _ options: ModelVerification.Options) throws -> NetworkComparison.Task {
    switch self {
    case .detection(let model, _):
      return .detection(model, size: options.inputSize)
    case .recognition(let model, _):
      let classes = loaded.original.network.outputs.first?.shape.last ?? nil
      return .recognition(
        try alphabet(of: model, classes, isNamed: options.dictionary != nil), width: nil, height: model.inputHeight)
    }
  }

  /// The alphabet of a recogniser; nil where it names none.
  private func alphabet(of model: RecognitionModel, _ classes: Int?, isNamed: Bool) throws -> Alphabet? {
    do {
      return try Alphabet(of: model, classCount: classes)
    } catch let error as LegibleError where model.alphabet == .model && error.code == .dictionaryMismatch && !isNamed {
      return nil
    }
  }
}
