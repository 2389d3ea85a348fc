internal import Failure
internal import Legible

/// What an ONNX file says of its network beside the weights: notation, inputs, outputs, metadata.
///
/// ONNX files are Protocol Buffers (onnx.proto3 of the ONNX project). Weights are stepped over: a few hundred bytes are
/// read of a file of any size.
struct ONNXHeader {
  /// An input or an output.
  struct Port: Hashable {
    var name: String
    /// Its dimensions; nil where any number will do.
    var shape: [Int?]
  }

  /// The version of the notation; readers refuse what is newer than they are.
  private(set) var irVersion = 0
  /// Inputs that are no weights.
  private(set) var inputs: [Port] = []
  private(set) var outputs: [Port] = []
  /// The values by their keys.
  private(set) var metadata: [String: String] = [:]
  /// The bytes of the file.
  let size: Int

  /// More fields than this has no graph.
  private static let maximumFields = 1 << 20
  /// Messages that are read whole are no longer than this; the largest dictionary takes 150 kB.
  private static let maximumMessage = 4 << 20

  /// Reads a file.
  ///
  /// - Throws: `modelNotFound`, or `unreadableModel` where it is none in ONNX's notation.
  init(contentsOf path: String) throws(LegibleError) {
    guard let file = ModelBytes(path) else {
      throw LegibleError(.modelNotFound, "There is no readable model file at \(path).")
    }
    self.size = file.size
    var weights: Set<String> = []
    let isWhole = Self.walk(file, 0..<file.size) { field, start in
      switch (field.number, field.isText) {
      case (1, false): irVersion = Self.number(file, start, field.length)
      case (7, true):
        return Self.walk(file, start..<(start + field.length)) { inner, start in
          switch inner.number {
          case 5: if let name = Self.name(ofTensorAt: start, inner.length, file) { weights.insert(name) }
          case 11: if let port = Self.port(file, start, inner.length) { inputs.append(port) }
          case 12: if let port = Self.port(file, start, inner.length) { outputs.append(port) }
          default: break
          }
          return true
        }
      case (14, true):
        let fields = Self.texts(Self.message(file, start, field.length))
        if let key = fields[1], metadata[key] == nil { metadata[key] = fields[2] ?? "" }
      default: break
      }
      return true
    }
    guard isWhole, irVersion > 0, !outputs.isEmpty else {
      throw LegibleError(
        .unreadableModel, "\(path) is no ONNX file, or its end is missing: get it again, or export it again.")
    }
    inputs.removeAll { weights.contains($0.name) }
  }

  // MARK: - Protocol Buffers

  /// Goes through the fields of a message in a part of the file.
  ///
  /// - Parameter body: takes a field and where its content begins; says whether to go on.
  /// - Returns: whether the end was met as it should be.
  private static func walk(
    _ file: ModelBytes, _ range: Range<Int>, _ body: (ProtobufFields.Field, Int) -> Bool
  ) -> Bool {
    var offset = range.lowerBound
    for _ in 0..<maximumFields {
      if offset == range.upperBound { return true }
      let rest = range.upperBound - offset
      guard let head = file.bytes(at: offset, count: min(20, rest)) else { return false }
      var fields = ProtobufFields(head[...], endsWithin: rest)
      guard let field = fields.next(), body(field, offset + field.start) else { return false }
      offset += field.start + field.length
    }
    return false
  }

  private static func message(_ file: ModelBytes, _ start: Int, _ length: Int) -> [UInt8] {
    length <= maximumMessage ? file.bytes(at: start, count: length) ?? [] : []
  }

  private static func number(_ file: ModelBytes, _ start: Int, _ length: Int) -> Int {
    (file.bytes(at: start, count: min(10, length)) ?? []).reversed().reduce(0) { $0 &<< 7 | Int($1 & 0x7F) }
  }

  /// The fields of a message, each with where its content lies.
  private static func fields(_ bytes: ArraySlice<UInt8>) -> [(number: UInt64, content: ArraySlice<UInt8>)] {
    var result: [(UInt64, ArraySlice<UInt8>)] = []
    var fields = ProtobufFields(bytes, endsWithin: bytes.count)
    while let field = fields.next() {
      let start = bytes.startIndex + field.start
      guard start + field.length <= bytes.endIndex else { break }
      result.append((field.number, bytes[start..<(start + field.length)]))
    }
    return result
  }

  private static func texts(_ bytes: [UInt8]) -> [UInt64: String] {
    Dictionary(fields(bytes[...]).map { ($0.number, String(decoding: $0.content, as: UTF8.self)) }) { first, _ in first
    }
  }

  /// The name of a `TensorProto`, which stands before its data or behind it.
  private static func name(ofTensorAt start: Int, _ length: Int, _ file: ModelBytes) -> String? {
    var name: String?
    _ = walk(file, start..<(start + length)) { field, start in
      if field.number == 8 { name = String(decoding: message(file, start, field.length), as: UTF8.self) }
      return name == nil
    }
    return name
  }

  /// A `ValueInfoProto`: 1 is the name, 2 the type, in it 1 the tensor, in it 2 the shape, in it 1 a dimension.
  private static func port(_ file: ModelBytes, _ start: Int, _ length: Int) -> Port? {
    let bytes = message(file, start, length)
    let parts = fields(bytes[...])
    guard let name = parts.first(where: { $0.number == 1 }) else { return nil }
    func inner(_ bytes: ArraySlice<UInt8>?, _ number: UInt64) -> ArraySlice<UInt8>? {
      bytes.flatMap { bytes in fields(bytes).first { $0.number == number }?.content }
    }
    let shape = inner(inner(parts.first { $0.number == 2 }?.content, 1), 2)
    let dimensions = shape.map { fields($0).filter { $0.number == 1 }.map(\.content) } ?? []
    return Port(
      name: String(decoding: name.content, as: UTF8.self),
      shape: dimensions.map { dimension in
        guard let value = fields(dimension).first(where: { $0.number == 1 })?.content else { return nil }
        let number = value.reversed().reduce(0) { $0 &<< 7 | Int($1 & 0x7F) }
        return number > 0 ? number : nil
      })
  }
}

/// A file that is read in pieces, to be handed on.
private final class ModelBytes {
  private let file: BoundedFile
  var size: Int { file.size }

  init?(_ path: String) {
    guard let file = BoundedFile(path) else { return nil }
    self.file = file
  }

  func bytes(at offset: Int, count: Int) -> [UInt8]? { file.bytes(at: offset, count: count) }
}
