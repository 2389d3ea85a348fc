internal import Inference

/// Made-up cvimodel files: sound ones, to be damaged by tests.
public struct CVIModelSample {
  /// A value of the description, as FlatBuffers know them.
  public indirect enum Node {
    case byte(UInt8)
    case word(UInt32)
    case float(Float)
    case text(String)
    case longs([Int64])
    case texts([String])
    case table([Int: Node])
    case tables([Node])
  }

  /// The chip's name.
  public var chip = "cv181x"
  /// Major and minor version of the format.
  public var version: [UInt8] = [1, 4]
  /// The description.
  public var model: Node
  /// What stands behind the description.
  public var rest: [UInt8]

  /// A detector that takes pictures of 64×32 as i8, scaled by 2, and gives a map; 100 bytes of weights.
  public static func detector() -> CVIModelSample {
    CVIModelSample(
      inputs: [tensor("x", 6, [1, 3, 32, 64], scale: 2)], outputs: [tensor("y_f32", 0, [1, 1, 32, 64], scale: 1)])
  }

  /// A network of one program.
  ///
  /// - Parameters: tables that `tensor` makes, whose names are in them.
  public init(inputs: [Node], outputs: [Node]) {
    func names(_ tensors: [Node]) -> [String] {
      tensors.compactMap { if case .table(let fields) = $0, case .text(let name) = fields[1] { name } else { nil } }
    }
    let program: [Int: Node] = [
      0: .word(1), 2: .texts(names(inputs)), 3: .texts(names(outputs)), 4: .tables(inputs + outputs), 6: .word(5000),
    ]
    let section: [Int: Node] = [0: .byte(0), 1: .text("weight"), 2: .word(100), 3: .word(0)]
    model = .table([
      1: .text("sample"), 2: .text("2026-11-22 12:00:00"), 6: .tables([.table(program)]),
      7: .tables([.table(section)]), 8: .text("cv181x"), 9: .text("v1.30"),
    ])
    rest = (0..<100).map { UInt8($0) }
  }

  /// A tensor of an element type by its number.
  public static func tensor(_ name: String, _ element: UInt8, _ shape: [Int64], scale: Float) -> Node {
    .table([
      0: .word(1), 1: .text(name), 3: .byte(element), 4: .table([0: .longs(shape)]),
      6: .table([3: .float(0), 4: .float(scale)]),
    ])
  }

  /// The file.
  public var bytes: [UInt8] {
    var writer = FlatBufferWriter()
    writer.write(root: model)
    return Self.file(description: writer.bytes, rest: rest, chip: chip, version: version)
  }

  /// A file of any description, its checksum right.
  public static func file(
    description: [UInt8], rest: [UInt8], chip: String = "cv181x", version: [UInt8] = [1, 4], size: Int? = nil
  ) -> [UInt8] {
    let body = description + rest
    let name = Array(chip.utf8.prefix(16))
    return Array("CviModel".utf8) + FlatBufferWriter.little(UInt32(size ?? description.count)) + version
      + CVIModelFile.checksum(of: body[...]) + name + [UInt8](repeating: 0, count: 18 - name.count) + body
  }
}

/// Writes FlatBuffers front to back: a table, then what it refers to.
private struct FlatBufferWriter {
  var bytes: [UInt8] = []

  static func little<N: FixedWidthInteger>(_ value: N) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }

  mutating func write(root: CVIModelSample.Node) {
    bytes += Self.little(UInt32(0))
    write(root, referredAt: 0)
  }

  /// Writes something that is referred to, and says so where the reference stands.
  private mutating func write(_ node: CVIModelSample.Node, referredAt place: Int) {
    switch node {
    case .text(let text):
      point(place, to: bytes.count)
      bytes += Self.little(UInt32(text.utf8.count)) + Array(text.utf8) + [0]
    case .longs(let values):
      point(place, to: bytes.count)
      bytes += Self.little(UInt32(values.count)) + values.flatMap(Self.little)
    case .texts(let texts): vector(texts.map { .text($0) }, place)
    case .tables(let tables): vector(tables, place)
    case .table(let fields): table(fields, place)
    case .byte, .word, .float: preconditionFailure("a number stands in its table")
    }
  }

  private mutating func vector(_ nodes: [CVIModelSample.Node], _ place: Int) {
    point(place, to: bytes.count)
    bytes += Self.little(UInt32(nodes.count))
    let start = bytes.count
    bytes += [UInt8](repeating: 0, count: nodes.count * 4)
    for (index, node) in nodes.enumerated() { write(node, referredAt: start + index * 4) }
  }

  /// Each field has four bytes.
  private mutating func table(_ fields: [Int: CVIModelSample.Node], _ place: Int) {
    let count = (fields.keys.max() ?? -1) + 1
    let offsets = bytes.count
    bytes += Self.little(UInt16(4 + 2 * count)) + Self.little(UInt16(4 + 4 * count))
    for field in 0..<count { bytes += Self.little(UInt16(fields[field] == nil ? 0 : 4 + 4 * field)) }
    let start = bytes.count
    point(place, to: start)
    bytes += Self.little(Int32(start - offsets)) + [UInt8](repeating: 0, count: 4 * count)
    for (field, node) in fields.sorted(by: { $0.key < $1.key }) {
      let slot = start + 4 + 4 * field
      switch node {
      case .byte(let value): bytes[slot] = value
      case .word(let value): bytes.replaceSubrange(slot..<(slot + 4), with: Self.little(value))
      case .float(let value): bytes.replaceSubrange(slot..<(slot + 4), with: Self.little(value.bitPattern))
      default: write(node, referredAt: slot)
      }
    }
  }

  private mutating func point(_ place: Int, to target: Int) {
    bytes.replaceSubrange(place..<(place + 4), with: Self.little(UInt32(target - place)))
  }
}
