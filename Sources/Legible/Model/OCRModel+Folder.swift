internal import Failure
internal import FoundationEssentials

extension OCRModel {
  /// The model set in a folder, found by the files' names: `*det*.onnx` detects, `*rec*.onnx` recognises and
  /// `*dict*.txt` is its dictionary. `*line-orientation*.onnx`, `*line_orientation*.onnx` or `*cls*.onnx` tells lines that are upside down,
  /// `*page-orientation*.onnx` turned pages; where they are missing the installed ones are used, if there are any.
  ///
  /// Without a dictionary the alphabet is taken from the recogniser's own metadata, or from an `inference.yml`. A set
  /// without a detector only recognises, and the other way round. The constants are those of PP-OCRv6 where the
  /// detector's name holds `v6`, else PaddleOCR's for v3 to v5.
  ///
  /// - Throws: `modelNotFound` where there is no such folder or no model in it; `unsuitableModel` where a file of the
  ///   set is missing or there are several to choose from.
  public init(folder: String) throws(LegibleError) {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      throw LegibleError(.modelNotFound, "There is no readable folder \(folder) to take models from.")
    }
    let files = FolderFiles(folder: folder, names: names.sorted())
    let detector = try files.one("det", ".onnx", "detection models")
    let recognizer = try files.one("rec", ".onnx", "recognition models")
    let dictionary = try files.one("dict", ".txt", "dictionaries")
    if detector == nil, recognizer == nil {
      throw LegibleError(
        .modelNotFound,
        """
        The folder \(folder) holds no models: a detection model *det*.onnx, a recognition model *rec*.onnx and its \
        dictionary *dict*.txt are expected.
        """)
    }
    let recognition = recognizer.map {
      RecognitionModel(path: $0, alphabet: dictionary.map { .file($0) } ?? .model)
    }
    var line = try files.one("line-orientation", ".onnx", "line-orientation models")
    if line == nil { line = try files.one("line_orientation", ".onnx", "line-orientation models") }
    if line == nil { line = try files.one("cls", ".onnx", "line-orientation models") }
    let page = try files.one("page-orientation", ".onnx", "page-orientation models")
    self.init(
      name: folder, detection: detector.map(Self.detection), recognition: recognition,
      lineOrientation: (line ?? Self.installed("ppocrv2-line-orientation.onnx")).map { OrientationModel(linePath: $0) },
      pageOrientation: (page ?? Self.installed("page-orientation.onnx")).map { OrientationModel(pagePath: $0) })
  }

  /// A detector's constants, as far as the name of its file tells its family.
  package static func detection(_ path: String) -> DetectionModel {
    let name = path.split(separator: "/").last.map { $0.lowercased() } ?? ""
    guard name.contains("v6") else { return DetectionModel(path: path) }
    return DetectionModel(
      path: path, pixelThreshold: 0.2, boxThreshold: name.contains("tiny") ? 0.4 : 0.45, unclipRatio: 1.4,
      maximumCandidates: 3000)
  }

  private static func installed(_ file: String) -> String? {
    let path = ModelFolder.path(of: file)
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }
}

/// The names in a folder, to find the one that plays a part.
private struct FolderFiles {
  let folder: String
  let names: [String]

  /// The path of the only file whose name holds a word, and not another; nil for none.
  func one(
    _ word: String, without other: String? = nil, _ ending: String, _ kind: String
  ) throws(LegibleError) -> String? {
    let found = names.filter { name in
      let name = name.lowercased()
      guard name.hasSuffix(ending), !name.hasPrefix(".") else { return false }
      // "direction" has "rec" in it.
      let stem = String(name.dropLast(ending.count)).replacing("direction", with: "cls")
      return stem.contains(word) && other.map { !stem.contains($0) } ?? true
    }
    guard found.count <= 1 else {
      throw LegibleError(
        .unsuitableModel,
        """
        The folder \(folder) holds \(found.count) \(kind), \(found.joined(separator: ", ")): put each set in a folder \
        of its own.
        """)
    }
    return found.first.map { folder.hasSuffix("/") ? folder + $0 : "\(folder)/\($0)" }
  }
}
