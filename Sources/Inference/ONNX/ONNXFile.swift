/// An ONNX file whose nodes can be replaced.
///
/// Of the format (onnx.proto): `ModelProto.graph` is field 7; in it 1 is a node, 5 a constant (`TensorProto`), 12 an output.
/// `ModelProto.opset_import` is field 8; of it, the domain is 1 and the version 2.
struct ONNXFile {
  let nodes: [ONNXNode]
  /// The names of the graph's outputs.
  let outputs: [String]
  /// The version of ONNX's own operations.
  let operatorSet: Int

  private let bytes: [UInt8]
  /// The graph's field with its head, and its content alone.
  private let graphField: Range<Int>
  private let graph: Range<Int>
  /// Where in the file the nodes' fields lie, heads included, and the contents of the constants.
  private let nodeFields: [Range<Int>]
  private let constants: [String: Range<Int>]
  /// The node whose first output a name is.
  private let makers: [String: Int]
  /// Where the outputs' fields lie.
  private let outputPorts: [String: (field: Range<Int>, content: Range<Int>)]

  /// Reads the structure of a file; nil where it is not ONNX's, or its graph is in several parts.
  init?(_ bytes: [UInt8]) {
    var graphs: [(field: Range<Int>, content: Range<Int>)] = []
    var operatorSet = 1
    let isModel = Self.walk(bytes, bytes.indices) { number, field, content in
      switch number {
      case 7: graphs.append((field, content))
      case 8: operatorSet = max(operatorSet, Self.ownVersion(bytes[content]))
      default: break
      }
    }
    guard isModel, graphs.count == 1 else { return nil }
    var nodes: [ONNXNode] = []
    var nodeFields: [Range<Int>] = []
    var constants: [String: Range<Int>] = [:]
    var outputs: [String] = []
    var outputPorts: [String: (field: Range<Int>, content: Range<Int>)] = [:]
    func name(_ number: Int, _ content: Range<Int>) -> String? {
      ProtobufFields.texts(bytes[content]).first { $0.number == number }.map {
        String(decoding: $0.bytes, as: UTF8.self)
      }
    }
    let isWhole = Self.walk(bytes, graphs[0].content) { number, field, content in
      switch number {
      case 1:
        nodes.append(ONNXNode(bytes[content]))
        nodeFields.append(field)
      case 5: if let name = name(8, content) { constants[name] = content }
      case 12:
        if let name = name(1, content) {
          outputs.append(name)
          outputPorts[name] = (field, content)
        }
      default: break
      }
    }
    guard isWhole else { return nil }
    self.bytes = bytes
    self.operatorSet = operatorSet
    (graphField, graph) = graphs[0]
    (self.nodes, self.nodeFields, self.constants) = (nodes, nodeFields, constants)
    (self.outputs, self.outputPorts) = (outputs, outputPorts)
    makers = Dictionary(
      nodes.enumerated().compactMap { index, node in node.outputs.first.map { ($0, index) } },
      uniquingKeysWith: { first, _ in first })
  }

  /// A constant of 32-bit floating point numbers; nil where the name is another's, or its numbers are in another file.
  func constant(_ name: String) -> ONNXTensor? {
    if let range = constants[name] { return ONNXTensor(bytes[range]) }
    guard let index = makers[name], case let node = nodes[index] else { return nil }
    switch node.operation {
    case "Constant": return node.attributes["value"].flatMap { ONNXTensor($0.tensor) }
    case "Identity": return node.inputs.first.flatMap { constants[$0] }.flatMap { ONNXTensor(bytes[$0]) }
    default: return nil
    }
  }

  /// The file with other nodes in the places of some, and their constants.
  ///
  /// - Parameters:
  ///   - others: what stands where a node was, by its index; none: it is left out.
  ///   - renamed: an output that gets another name.
  ///   - domain: whose operations are used besides ONNX's own.
  func replacing(
    _ others: [Int: [ONNXNode]], constants: [(name: String, tensor: ONNXTensor)],
    renaming renamed: (from: String, to: String)? = nil, domain: String? = nil
  ) -> [UInt8] {
    // Nodes stand in an order in which they can be computed; the outputs stand before or behind them.
    var replaced = others.map { index, nodes in
      (field: nodeFields[index], content: nodes.flatMap { ProtobufFields.field(1, $0.encoded) })
    }
    if let renamed, let port = outputPorts[renamed.from] {
      // ValueInfoProto.name is field 1.
      let others = ProtobufFields.texts(bytes[port.content]).filter { $0.number != 1 }
      let content =
        ProtobufFields.field(1, Array(renamed.to.utf8))
        + others.flatMap { ProtobufFields.field($0.number, Array($0.bytes)) }
      replaced.append((port.field, ProtobufFields.field(12, content)))
    }
    // A file has up to a hundred megabytes: its parts are put down first, and copied once.
    var parts: [Part] = []
    var position = graph.lowerBound
    for (field, content) in replaced.sorted(by: { $0.field.lowerBound < $1.field.lowerBound }) {
      parts += [.file(position..<field.lowerBound), .bytes(content)]
      position = field.upperBound
    }
    parts.append(.file(position..<graph.upperBound))
    for (name, tensor) in constants {
      parts.append(.bytes(tensor.head(as: name)))
      parts.append(.numbers(tensor.values))
    }
    let operations =
      domain.map {
        ProtobufFields.field(8, ProtobufFields.field(1, Array($0.utf8)) + ProtobufFields.field(2, value: 1))
      } ?? []

    let head = ProtobufFields.head(7, count: parts.reduce(0) { $0 + $1.count })
    parts.insert(contentsOf: [.file(0..<graphField.lowerBound), .bytes(head)], at: 0)
    parts += [.file(graphField.upperBound..<bytes.count), .bytes(operations)]
    var file: [UInt8] = []
    file.reserveCapacity(parts.reduce(0) { $0 + $1.count })
    for part in parts {
      switch part {
      case .file(let range): file += bytes[range]
      case .bytes(let bytes): file += bytes
      case .numbers(let numbers): numbers.withUnsafeBytes { file += $0 }
      }
    }
    return file
  }

  /// A part of a new file.
  private enum Part {
    /// Of the file as it was.
    case file(Range<Int>)
    case bytes([UInt8])
    /// As they lie in memory, which is little-endian wherever Swift runs.
    case numbers([Float])

    var count: Int {
      switch self {
      case .file(let range): range.count
      case .bytes(let bytes): bytes.count
      case .numbers(let numbers): 4 * numbers.count
      }
    }
  }

  /// The version in an `OperatorSetIdProto`, if it is of ONNX's own operations.
  private static func ownVersion(_ bytes: ArraySlice<UInt8>) -> Int {
    var version = 0
    var isOwn = true
    var fields = ProtobufFields(bytes, endsWithin: bytes.count)
    while let field = fields.next() {
      let start = bytes.startIndex + field.start
      let content = bytes[start..<(start + field.length)]
      switch (field.number, field.isText) {
      case (1, true): isOwn = content.isEmpty || String(decoding: content, as: UTF8.self) == "ai.onnx"
      case (2, false): version = ProtobufFields.numbers(content).first ?? 0
      default: break
      }
    }
    return isOwn ? version : 0
  }

  /// Goes through the fields of a message.
  ///
  /// - Parameter body: takes a field's number, and where it and its content lie.
  /// - Returns: whether the message ends where it should.
  private static func walk(
    _ bytes: [UInt8], _ range: Range<Int>, _ body: (_ number: Int, _ field: Range<Int>, _ content: Range<Int>) -> Void
  ) -> Bool {
    var fields = ProtobufFields(bytes[range], endsWithin: range.count)
    var position = range.lowerBound
    while let field = fields.next() {
      let start = range.lowerBound + field.start
      let end = start + field.length
      if field.isText { body(Int(truncatingIfNeeded: field.number), position..<end, start..<end) }
      position = end
    }
    return position == range.upperBound
  }
}
