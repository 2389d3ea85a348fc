public import Failure

extension CVIModelFile {
  /// Bytes before the description.
  private static let headerSize = 48
  private static let magic = Array("CviModel".utf8)

  // More than the largest networks have by far: they bound the work that a made-up file can ask for.
  private static let mostTensors = 20_000
  private static let mostSections = 256
  private static let mostPrograms = 16
  private static let mostElements = 1 << 28

  /// Reads and checks a file.
  ///
  /// - Throws: `modelNotFound`, or `unreadableModel` with what is wrong.
  public init(contentsOf path: String) throws(LegibleError) {
    try self.init(bytes: CVIModelBytes.read(path), name: path)
  }

  /// Checks and describes the bytes of a file.
  ///
  /// - Parameter name: the file's, for messages.
  /// - Throws: `unreadableModel` with what is wrong.
  public init(bytes: [UInt8], name: String) throws(LegibleError) {
    do throws(FlatBuffer.Damage) {
      try self.init(checking: bytes)
    } catch {
      throw LegibleError(
        .unreadableModel,
        "\(name) is no sound cvimodel: \(error.what). Copy it again from where it was made, or convert the model anew.")
    }
  }

  /// The MD5 that a header holds: of everything behind it. For who writes such files.
  package static func checksum(of bytes: ArraySlice<UInt8>) -> [UInt8] { MD5.digest(bytes) }

  private init(checking bytes: [UInt8]) throws(FlatBuffer.Damage) {
    guard bytes.count > Self.headerSize else {
      throw .init(what: "it has \(bytes.count) bytes, and the header alone has \(Self.headerSize)")
    }
    guard bytes.starts(with: Self.magic) else { throw .init(what: "it does not begin with CviModel") }
    let size = bytes[8..<12].reversed().reduce(0) { $0 << 8 | Int($1) }
    let (major, minor) = (bytes[12], bytes[13])
    guard major == 1 else {
      throw .init(what: "it is of version \(major).\(minor) of the format, and versions 1.x are known")
    }
    guard size <= bytes.count - Self.headerSize else {
      throw .init(
        what: "its description should have \(size) bytes and there are \(bytes.count - Self.headerSize): it was cut off"
      )
    }
    guard Array(bytes[14..<30]) == MD5.digest(bytes[Self.headerSize...]) else {
      throw .init(what: "its MD5 is not that of its header: it was cut off or changed")
    }
    let end = Self.headerSize + size
    let model = try FlatBuffer(bytes[Self.headerSize..<end]).root()
    let programs = try Self.required(model.tables(6, limit: Self.mostPrograms), "programs")
    var read: [Program] = []
    for program in programs { read.append(try Self.program(program)) }
    var sections: [Section] = []
    for section in try model.tables(7, limit: Self.mostSections) {
      sections.append(try Self.section(section, after: end, of: bytes.count))
    }
    self.init(
      chip: try Self.chip(bytes[30..<46]), version: "\(major).\(minor)", name: try model.text(1) ?? "",
      buildTime: try model.text(2), converter: try model.text(9), programs: read, sections: sections)
  }

  private static func chip(_ bytes: ArraySlice<UInt8>) throws(FlatBuffer.Damage) -> String {
    let text = bytes.prefix { $0 != 0 }
    guard !text.isEmpty, text.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw .init(what: "it names no chip")
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func required<E>(_ list: [E], _ what: String) throws(FlatBuffer.Damage) -> [E] {
    if list.isEmpty { throw .init(what: "it has no \(what)") }
    return list
  }

  private static func program(_ table: FlatBuffer.Table) throws(FlatBuffer.Damage) -> Program {
    var tensors: [Tensor] = []
    for tensor in try table.tables(4, limit: mostTensors) { tensors.append(try Self.tensor(tensor)) }
    let byName = Dictionary(tensors.map { ($0.name, $0) }) { first, _ in first }
    func ends(_ field: Int, _ what: String) throws(FlatBuffer.Damage) -> [Tensor] {
      var ends: [Tensor] = []
      for name in try required(table.texts(field, limit: 64), what) {
        guard let tensor = byName[name] else {
          throw .init(what: "it describes no tensor '\(name)', one of its \(what)")
        }
        guard (1...6).contains(tensor.shape.count) else {
          throw .init(what: "its tensor '\(name)' has \(tensor.shape.count) dimensions, and 1 to 6 are possible")
        }
        ends.append(tensor)
      }
      return ends
    }
    let (shared, own): (UInt32, UInt32) = (try table.number(6), try table.number(7))
    return Program(
      batch: Int(try table.number(0, or: UInt32(1))), inputs: try ends(2, "inputs"), outputs: try ends(3, "outputs"),
      tensors: tensors, memory: Int(shared) + Int(own))
  }

  private static func tensor(_ table: FlatBuffer.Table) throws(FlatBuffer.Damage) -> Tensor {
    let name = try table.text(1) ?? ""
    let type: UInt8 = try table.number(3)
    guard let element = Element(rawValue: type) else {
      throw .init(what: "its tensor '\(name)' is of the type \(type), and 0 to 7 are known")
    }
    var shape: [Int] = []
    var count = 1
    for length in try table.table(4)?.longs(0, limit: 16) ?? [] {
      guard (1...Int64(mostElements)).contains(length), count * Int(length) <= mostElements else {
        throw .init(what: "its tensor '\(name)' has a side of \(length), which is none or makes it too large")
      }
      shape.append(Int(length))
      count *= Int(length)
    }
    let quantization = try table.table(6)
    let zero = try quantization?.float(3) ?? 0
    let scale = try quantization?.float(4) ?? 0
    guard zero.isFinite, abs(zero) <= 65_535, scale.isFinite else {
      throw .init(what: "its tensor '\(name)' has a scale or a zero that is no number")
    }
    return Tensor(name: name, element: element, shape: shape, scale: scale, zeroPoint: Int(zero))
  }

  private static func section(
    _ table: FlatBuffer.Table, after start: Int, of count: Int
  ) throws(FlatBuffer.Damage) -> Section {
    let name = try table.text(1) ?? ""
    let type: UInt8 = try table.number(0)
    guard let kind = Section.Kind(rawValue: type) else {
      throw .init(what: "its section '\(name)' is of the type \(type), and 0 to 4 are known")
    }
    let (size, offset): (UInt32, UInt32) = (try table.number(2), try table.number(3))
    guard start + Int(offset) + Int(size) <= count else {
      throw .init(what: "its section '\(name)' runs over the end of the file: it was cut off")
    }
    return Section(kind: kind, name: name, offset: start + Int(offset), byteCount: Int(size))
  }
}
