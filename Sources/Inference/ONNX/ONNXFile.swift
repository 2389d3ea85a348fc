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
  /// Where the outputs' fields lie, which stand behind the nodes.
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
  }

  /// A constant of 32-bit floating point numbers; nil where the name is another's, or its numbers are in another file.
  func constant(_ name: String) -> ONNXTensor? {
    if let range = constants[name] { return ONNXTensor(bytes[range]) }
    guard let node = nodes.first(where: { $0.outputs.first == name }) else { return nil }
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
    var content: [UInt8] = []
    content.reserveCapacity(graph.count + constants.reduce(4096) { $0 + 4 * $1.tensor.values.count + 256 })
    var position = graph.lowerBound
    // Nodes stand in an order in which they can be computed.
    for (index, nodes) in others.sorted(by: { $0.key < $1.key }) {
      content += bytes[position..<nodeFields[index].lowerBound]
      for node in nodes { content += ProtobufFields.field(1, node.encoded) }
      position = nodeFields[index].upperBound
    }
    if let renamed, let port = outputPorts[renamed.from] {
      content += bytes[position..<port.field.lowerBound]
      // ValueInfoProto.name is field 1.
      let parts = ProtobufFields.texts(bytes[port.content]).filter { $0.number != 1 }
      content += ProtobufFields.field(
        12,
        ProtobufFields.field(1, Array(renamed.to.utf8))
          + parts.flatMap { ProtobufFields.field($0.number, Array($0.bytes)) })
      position = port.field.upperBound
    }
    content += bytes[position..<graph.upperBound]
    for (name, tensor) in constants { content += ProtobufFields.field(5, tensor.encoded(as: name)) }
    let operations = domain.map {
      ProtobufFields.field(8, ProtobufFields.field(1, Array($0.utf8)) + ProtobufFields.field(2, value: 1))
    }
    return bytes[..<graphField.lowerBound] + ProtobufFields.field(7, content) + bytes[graphField.upperBound...]
      + (operations ?? [])
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
