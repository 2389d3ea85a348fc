/// A node of an ONNX graph: an operation with its inputs and outputs.
///
/// Of the format (onnx.proto): `NodeProto.input` is field 1, `output` 2, `name` 3, `op_type` 4, `attribute` 5; of an
/// `AttributeProto` 1 is the name, 2 a number with a fraction, 3 a whole number, 4 a text, 5 a tensor, 8 a list of whole
/// numbers, 20 the type. `NodeProto.domain` is field 7: whose operation it is; empty: ONNX's own.
struct ONNXNode {
  struct Attribute {
    var text = ""
    var number = 0.0
    var integers: [Int] = []
    /// A `TensorProto`.
    var tensor: ArraySlice<UInt8> = []
  }

  var operation = ""
  /// What the node is called; empty: it has no name.
  var name = ""
  private(set) var domain = ""
  var inputs: [String] = []
  var outputs: [String] = []
  private(set) var attributes: [String: Attribute] = [:]
  /// The attributes as they are written, messages of their own.
  private var attributeMessages: [[UInt8]] = []

  init(
    _ operation: String, _ inputs: [String], _ output: String, integers: [String: Int] = [:],
    lists: [String: [Int]] = [:], domain: String = ""
  ) {
    self.operation = operation
    self.domain = domain
    name = output
    self.inputs = inputs
    outputs = [output]
    for (name, value) in integers {
      attributes[name] = Attribute(integers: [value])
      // AttributeType.INT is 2.
      attributeMessages.append(
        ProtobufFields.field(1, Array(name.utf8)) + ProtobufFields.field(3, value: value)
          + ProtobufFields.field(20, value: 2))
    }
    for (name, values) in lists {
      attributes[name] = Attribute(integers: values)
      // AttributeType.INTS is 7.
      attributeMessages.append(
        ProtobufFields.field(1, Array(name.utf8)) + values.flatMap { ProtobufFields.field(8, value: $0) }
          + ProtobufFields.field(20, value: 7))
    }
  }

  init(_ bytes: ArraySlice<UInt8>) {
    for field in ProtobufFields.texts(bytes) {
      switch field.number {
      case 1: inputs.append(String(decoding: field.bytes, as: UTF8.self))
      case 2: outputs.append(String(decoding: field.bytes, as: UTF8.self))
      case 3: name = String(decoding: field.bytes, as: UTF8.self)
      case 4: operation = String(decoding: field.bytes, as: UTF8.self)
      case 5:
        let (name, attribute) = Self.attribute(field.bytes)
        attributes[name] = attribute
        attributeMessages.append(Array(field.bytes))
      case 7: domain = String(decoding: field.bytes, as: UTF8.self)
      default: break
      }
    }
  }

  /// Whether an attribute has one of these values, or is not there.
  func has(_ name: String, _ values: [Int]...) -> Bool {
    attributes[name].map { values.contains($0.integers) } ?? true
  }

  /// The message.
  var encoded: [UInt8] {
    func texts(_ number: Int, _ list: [String]) -> [UInt8] {
      list.flatMap { ProtobufFields.field(number, Array($0.utf8)) }
    }
    return texts(1, inputs) + texts(2, outputs) + texts(3, [name]) + texts(4, [operation])
      + attributeMessages.flatMap { ProtobufFields.field(5, $0) } + texts(7, domain.isEmpty ? [] : [domain])
  }

  private static func attribute(_ bytes: ArraySlice<UInt8>) -> (String, Attribute) {
    var name = ""
    var attribute = Attribute()
    var fields = ProtobufFields(bytes, endsWithin: bytes.count)
    while let field = fields.next() {
      let start = bytes.startIndex + field.start
      let content = bytes[start..<(start + field.length)]
      switch (field.number, field.isText) {
      case (1, true): name = String(decoding: content, as: UTF8.self)
      case (2, false):
        let bits = content.prefix(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        attribute.number = Double(Float(bitPattern: bits))
      case (3, false), (8, false): attribute.integers += ProtobufFields.numbers(content)
      case (4, true): attribute.text = String(decoding: content, as: UTF8.self)
      case (5, true): attribute.tensor = content
      case (8, true): attribute.integers = ProtobufFields.numbers(content)
      default: break
      }
    }
    return (name, attribute)
  }
}
