internal import Failure
internal import FoundationEssentials
internal import Inference

/// Where the texts of a recogniser's classes stand.
public enum AlphabetSource: Hashable, Sendable {
  /// A file: a class a line, or Paddle's `inference.yml` where its name ends in `.yml` or `.yaml`.
  case file(String)
  /// The texts themselves, in the order of the classes, without CTC's blank; the space is added where it is missing.
  case labels([String])
  /// The model: the entry `character` of an ONNX file's metadata, else an `inference.yml` in the model's folder.
  case model

  /// The file's path; nil where the texts stand elsewhere.
  public var path: String? { if case .file(let path) = self { path } else { nil } }
}

extension Alphabet {
  /// The alphabet of a model.
  ///
  /// - Parameter classCount: the model's number of classes; nil: the dictionary's + blank + space.
  /// - Throws: `modelNotFound`, or `dictionaryMismatch` where there is none or the number of classes is another.
  public init(of model: RecognitionModel, classCount: Int?) throws {
    switch model.alphabet {
    case .file(let path): try self.init(contentsOf: path, classCount: classCount)
    case .labels(let labels): try self.init(lines: labels, classCount: classCount, source: "in the list of labels")
    case .model: try self.init(within: model.path, classCount: classCount)
    }
  }

  private init(within path: String, classCount: Int?) throws {
    if ModelFileKind(path: path) == .onnx, let text = ONNXMetadata(contentsOf: path)?.values["character"] {
      try self.init(lines: Self.lines(of: text), classCount: classCount, source: "in the metadata of \(path)")
      return
    }
    let beside = "\(path.folderOfPath)inference.yml"
    guard FileManager.default.fileExists(atPath: beside) else {
      throw LegibleError(
        .dictionaryMismatch,
        """
        The model \(path) does not say which characters it reads: it has no metadata `character`, and no inference.yml \
        stands beside it. Name its dictionary (in a folder of models: a file *dict*.txt).
        """)
    }
    try self.init(contentsOf: beside, classCount: classCount)
  }
}

extension String {
  /// What stands before the last part of a path, with its `/`; empty for a bare name.
  var folderOfPath: String { lastIndex(of: "/").map { String(self[...$0]) } ?? "" }
}
