internal import Failure
internal import FoundationEssentials

/// What a network that is to be converted is written in.
public enum ModelNotation: String, Hashable, Sendable {
  /// `.onnx`
  case onnx
  /// Paddle before version 3: `.pdmodel` beside its `.pdiparams`.
  case paddleProgram
  /// Paddle 3: `.json` beside its `.pdiparams`.
  case paddleJSON

  /// The notation of a file, whatever the case of its ending.
  ///
  /// - Throws: `modelNotFound`, or `unsuitableModel` for any other.
  init(of path: String) throws(LegibleError) {
    let name = path.lowercased()
    if name.hasSuffix(".onnx") {
      self = .onnx
    } else if name.hasSuffix(".pdmodel") {
      self = .paddleProgram
    } else if name.hasSuffix(".json") {
      self = .paddleJSON
    } else {
      throw LegibleError(
        .unsuitableModel,
        """
        \(path) cannot be converted: an ONNX file (.onnx), Paddle's inference.pdmodel or inference.json, or a MUD file \
        (.mud) that names such networks is expected.
        """)
    }
    guard Files.isFile(path) else {
      throw LegibleError(.modelNotFound, "There is no model file at \(path): check the path.")
    }
    let weights = Self.weights(of: path)
    if self != .onnx, !Files.isFile(weights) {
      throw LegibleError(
        .modelNotFound, "The weights of \(path) are missing: \(weights.lastPart) is expected beside it.")
    }
  }

  /// Where Paddle's weights are.
  static func weights(of path: String) -> String {
    let dot = path.lastIndex(of: ".") ?? path.endIndex
    return path[..<dot] + ".pdiparams"
  }
}
