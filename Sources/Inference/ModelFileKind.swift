internal import Failure

/// What a model file is, as its name tells.
public enum ModelFileKind: String, Hashable, Sendable, CaseIterable {
  /// `.onnx`
  case onnx
  /// OpenVINO's own, `.xml` beside its `.bin`.
  case openvino
  /// Paddle's before version 3, `.pdmodel` beside its `.pdiparams`.
  case paddle
  /// Sophgo's, which MaixCAM runs.
  case cvimodel

  /// What the files' names end in, with the dot.
  public var ending: String {
    switch self {
    case .onnx: ".onnx"
    case .openvino: ".xml"
    case .paddle: ".pdmodel"
    case .cvimodel: ".cvimodel"
    }
  }

  /// The kind of a file, whatever the case of its ending; nil for any other.
  public init?(path: String) {
    let path = path.lowercased()
    guard let kind = Self.allCases.first(where: { path.hasSuffix($0.ending) }) else { return nil }
    self = kind
  }

  /// The files that a model consists of, as far as names tell: itself, and its weights where they stand beside it.
  static func files(of path: String) -> [String] {
    let weights: String
    switch ModelFileKind(path: path) {
    case .openvino: weights = ".bin"
    case .paddle: weights = ".pdiparams"
    case .onnx, .cvimodel, nil: return [path]
    }
    guard let dot = path.lastIndex(of: ".") else { return [path] }
    return [path, path[..<dot] + weights]
  }

  /// Refuses files of which it is known that OpenVINO does not run them.
  ///
  /// - Throws: `unreadableModel`, with what can be done.
  static func check(_ path: String) throws(LegibleError) {
    let name = path.lowercased()
    if name.hasSuffix(".cvimodel") {
      throw LegibleError(
        .unreadableModel,
        """
        \(path) is a cvimodel, made for the processor of MaixCAM, which OpenVINO does not run: load it with Engine or \
        CVIModel.
        """)
    }
    if name.hasSuffix(".axmodel") {
      throw LegibleError(
        .unreadableModel,
        """
        \(path) is an axmodel, made for the processor of MaixCAM2, and no runtime for other machines is known. Use the \
        ONNX or Paddle file that it was converted from, with type = onnx or paddle.
        """)
    }
    if name.hasSuffix(".json") {
      throw LegibleError(
        .unreadableModel, "\(path) is in the notation of Paddle 3, which the engine does not read. \(conversion)")
    }
  }

  /// How a model of Paddle 3 becomes one that can be read.
  public static let conversion = """
    Convert it: paddle2onnx --model_dir FOLDER --model_filename inference.json --params_filename inference.pdiparams \
    --optimize_tool None --save_file model.onnx (docs/custom-models.md has every step)
    """
}
