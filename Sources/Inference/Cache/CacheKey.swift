#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// What a compiled network depends on. Two networks with the same key are interchangeable.
///
/// Models count by their content, which is read at every start: an index of names, sizes and times would save 3 ms for
/// the largest installed model and believe a file that was changed behind its back.
struct CacheKey: Sendable {
  /// All of it, a line each: part of every file of the cache, and compared when it is read.
  let text: String
  /// What is in the model's files.
  let content: String
  /// The files, as they were when their content was taken.
  private let files: [(path: String, identity: MappedFile.Identity)]

  /// The key of a model with what it will be compiled for; nil where a file cannot be read.
  ///
  /// - Parameters:
  ///   - sides: what is known of the pictures.
  ///   - shape: that of the input which the network is compiled for; nil: any.
  ///   - givesLogits: whether a softmax at the end may be left out.
  ///   - table: the layers that are computed in INT8.
  ///   - hardSwishes: the GELUs that are computed as hard swishes.
  init?(
    model path: String, format: InputFormat?, sides: InputSides? = nil, settings: EngineSettings, shape: [Int]? = nil,
    givesLogits: Bool = false,
    table: NetworkTableText<CalibrationTable>? = nil, hardSwishes: NetworkTableText<HardSwishTable>? = nil,
    engine: String, processor: String
  ) {
    var lines = ["engine \(engine)", "processor \(processor)", "settings \(settings.key)"]
    // The precision is among the settings; mean and scale are none of the network's business.
    lines.append(format != nil ? "input normalized planes" : "input as in the file")
    if let sides { lines.append("sides 1 \(sides.least) \(sides.height ?? 0)") }
    if let shape { lines.append("shape \(shape)") }
    if ModelFileKind(path: path) == .onnx { lines.append("simplified 9") }
    if givesLogits { lines.append("logits 1") }
    if let table { lines.append("int8 2 \(table.key)") }
    if let hardSwishes { lines.append("hard swishes 1 \(hardSwishes.key)") }
    var contents: [String] = []
    var files: [(path: String, identity: MappedFile.Identity)] = []
    for (index, file) in ModelFileKind.files(of: path).enumerated() {
      guard let content = MappedFile(file) else {
        // Weights that are missing are for the engine to complain about; it has nothing to compile then.
        return nil
      }
      contents.append("file \(index) \(content.count) \(content.fingerprint(of: content.count))")
      files.append((file, content.identity))
    }
    content = contents.joined(separator: "\n")
    text = (lines + contents).joined(separator: "\n") + "\n"
    self.files = files
  }

  /// The name of the file in the cache.
  var fileName: String { "\(Fingerprint(of: text))\(CacheFolder.ending)" }

  /// Whether what was compiled just now may be kept: the files are still those that the key was made of, and all that
  /// the model is made of.
  var holds: Bool {
    files.allSatisfy { MappedFile.Identity($0.path) == $0.identity && !Self.pointsElsewhere($0.path) }
  }

  /// Whether an ONNX file may have its weights in a file beside it, whose content is not in the key.
  private static func pointsElsewhere(_ path: String) -> Bool {
    guard ModelFileKind(path: path) == .onnx else { return false }
    guard let file = MappedFile(path) else { return true }
    // TensorProto.external_data has an entry with the key "location": field 1, 8 bytes.
    let mark: [UInt8] = [0x0A, 0x08] + Array("location".utf8)
    return file.withBytes { bytes in
      var rest = bytes
      while let start = rest.baseAddress, let found = memchr(start, Int32(mark[0]), rest.count) {
        rest = UnsafeRawBufferPointer(rebasing: rest[(UnsafeRawPointer(found) - start)...])
        if rest.starts(with: mark) { return true }
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst())
      }
      return false
    }
  }
}
