/// The metadata of an ONNX file (`ModelProto.metadata_props`), read without the network around it.
///
/// ONNX files are Protocol Buffers (onnx.proto3 of the ONNX project, encoding as protobuf.dev describes it): fields of
/// a number, a wire type and a content, one after the other. The graph, nearly the whole file, is one field, which is
/// stepped over. Exporters of PP-OCR put the dictionary there under `character`, a class a line.
struct ONNXMetadata {
  /// The values by their keys; of two with the same key the first counts.
  private(set) var values: [String: String] = [:]

  /// More fields than this has no file: there are some ten, and an entry of metadata each.
  private static let maximumFields = 4096
  /// Longer entries are stepped over: the largest dictionary takes 95 kB.
  private static let maximumEntry = 4 << 20

  /// Reads the metadata of a file; nil where it is no file or not in ONNX's notation.
  init?(contentsOf path: String) {
    guard let file = BoundedFile(path) else { return nil }
    self.init(size: file.size) { file.bytes(at: $0, count: $1) }
  }

  /// Reads the metadata of bytes; nil where they are not in ONNX's notation.
  init?(bytes: [UInt8]) {
    self.init(size: bytes.count) { Array(bytes[$0..<min(bytes.count, $0 + $1)]) }
  }

  /// - Parameter read: gives up to so many bytes from an offset inside the file.
  private init?(size: Int, read: (_ offset: Int, _ count: Int) -> [UInt8]?) {
    var offset = 0
    for _ in 0..<Self.maximumFields {
      if offset == size { return }
      guard let head = read(offset, 20) else { return nil }
      var fields = ProtobufFields(head[...], endsWithin: size - offset)
      guard let field = fields.next() else { return nil }
      let start = offset + field.start
      if field.number == 14, field.isText, field.length <= Self.maximumEntry {
        guard let entry = read(start, field.length), entry.count == field.length else { return nil }
        add(entry)
      }
      offset = start + field.length
    }
    return nil
  }

  /// Takes up an entry, a `StringStringEntryProto`: 1 is the key, 2 the value.
  private mutating func add(_ entry: [UInt8]) {
    var fields = ProtobufFields(entry[...], endsWithin: entry.count)
    var (key, value) = ("", "")
    while let field = fields.next() {
      guard field.isText,
        let text = String(validating: entry[field.start..<(field.start + field.length)], as: UTF8.self)
      else { continue }
      if field.number == 1 { key = text }
      if field.number == 2 { value = text }
    }
    if values[key] == nil { values[key] = value }
  }
}
