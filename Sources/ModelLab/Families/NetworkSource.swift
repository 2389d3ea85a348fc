internal import Failure
internal import FoundationEssentials
public import Legible
internal import ModelStore

/// A network that is to be converted, and what was found out about it.
public struct NetworkSource: Hashable, Sendable {
  /// The file.
  public var path: String
  /// What it is written in.
  public var notation: ModelNotation
  /// The family that it belongs to.
  public var family: ModelFamily
  /// How the family was found, for people.
  public var evidence: String
  /// The names of its outputs; empty: they are seen once it is an ONNX file.
  public var outputNames: [String]
  /// The input's width and height where the file fixes them.
  public var fixedSize: Size?
  /// Of a recogniser: the number of its classes; nil: not known.
  public var classCount: Int?
  /// The version of ONNX's notation; nil: not known.
  var irVersion: Int?

  /// Looks at a file.
  ///
  /// - Parameters:
  ///   - path: an ONNX file, or Paddle's.
  ///   - family: what the user says; nil: it is found out.
  ///   - role: what the network does, where that is known.
  /// - Throws: `modelNotFound`, `unreadableModel`, or `unsuitableModel` where it is no network of PP-OCR.
  public init(_ path: String, family: ModelFamily? = nil, role: FamilyRole? = nil) throws {
    let notation = try ModelNotation(of: path)
    if notation == .onnx {
      try self.init(onnx: path, family: family, role: role)
    } else {
      try self.init(paddle: path, notation, family: family, role: role)
    }
  }

  // MARK: - ONNX

  private init(onnx path: String, family: ModelFamily?, role: FamilyRole?) throws {
    let header = try ONNXHeader(contentsOf: path)
    guard let input = header.inputs.first, header.inputs.count == 1, input.shape.count == 4,
      [3, nil].contains(input.shape[1]), let output = header.outputs.first
    else {
      let found = header.inputs.map {
        "\($0.name) [\($0.shape.map { $0.map(String.init) ?? "?" }.joined(separator: ", "))]"
      }
      throw LegibleError(
        .unsuitableModel,
        """
        \(path) takes \(found.isEmpty ? "nothing" : found.joined(separator: " and ")): a network of PP-OCR takes one \
        picture, [?, 3, height, width].
        """)
    }
    let seen = Self.role(of: output)
    if let seen, let role, seen != role {
      throw LegibleError(
        .unsuitableModel,
        "\(path) is taken for \(role), but its output \(Self.text(output)) is that of \(seen).")
    }
    guard let role = seen ?? role ?? family?.role else {
      throw LegibleError(
        .unsuitableModel,
        """
        \(path) gives \(Self.text(output)), which is neither a map of probabilities [?, 1, ?, ?], nor classes for \
        columns [?, ?, classes], nor for a picture [?, classes]: say what it is with --family, for instance v5-rec.
        """)
    }
    self.path = path
    notation = .onnx
    outputNames = [output.name]
    irVersion = header.irVersion
    if let height = input.shape[2], let width = input.shape[3] { fixedSize = Size(width: width, height: height) }
    classCount = role == .recognition ? output.shape.last ?? nil : nil
    if let family {
      (self.family, evidence) = (family, "as you say")
    } else {
      let clues = FamilyClues(path: path, role: role, header: header, output: output)
      (self.family, evidence) = try clues.family()
    }
  }

  /// What a network with an output does; nil: not to be seen.
  private static func role(of output: ONNXHeader.Port) -> FamilyRole? {
    switch output.shape.count {
    case 4: output.shape[1] == 1 || output.shape[1] == nil ? .detection : nil
    case 3: .recognition
    case 2: .classification
    default: nil
    }
  }

  private static func text(_ port: ONNXHeader.Port) -> String {
    "\(port.name) [\(port.shape.map { $0.map(String.init) ?? "?" }.joined(separator: ", "))]"
  }

  // MARK: - Paddle

  private init(paddle path: String, _ notation: ModelNotation, family: ModelFamily?, role: FamilyRole?) throws {
    self.path = path
    self.notation = notation
    outputNames = []
    if let family {
      (self.family, evidence) = (family, "as you say")
      return
    }
    // Paddle's own file says what it is; else the names of the file and of its folder.
    let beside = "\(path.folderPart)/inference.yml"
    let described = Self.modelName(in: beside)
    let name = described ?? "\(path.absolutePath.folderPart.lastPart)/\(path.stem)"
    guard let role = role ?? Self.role(in: name) else {
      throw LegibleError(
        .unsuitableModel,
        """
        \(path) does not say what it is: there is no inference.yml with a model_name beside it, and neither its name \
        nor its folder's has det, rec or cls in it. Say it with --family, for instance v5-mobile-rec.
        """)
    }
    self.family = ModelFamily(named: name, role: role)
    evidence = described.map { "model_name in inference.yml is \($0)" } ?? "by the name \(name)"
  }

  /// The role that a name has in it; nil for none, and for several.
  static func role(in name: String) -> FamilyRole? {
    let words = name.lowercased().replacing("direction", with: "cls").split { !$0.isLetter }
    let roles = FamilyRole.allCases.filter { words.contains(Substring($0.rawValue)) }
    return roles.count == 1 ? roles[0] : nil
  }

  /// The `model_name` of Paddle's `inference.yml`.
  private static func modelName(in path: String) -> String? {
    guard let size = Files.size(path), size < 16 << 20, let data = FileManager.default.contents(atPath: path) else {
      return nil
    }
    let text = String(decoding: data.prefix(1 << 16), as: UTF8.self)
    return text.firstMatch(of: /model_name:\s*([A-Za-z0-9_.-]+)/).map { String($0.1) }
  }
}
