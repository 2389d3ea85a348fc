internal import Failure
internal import Raster

/// An ONNX file in which tensors can be made outputs.
///
/// Of the format (onnx.proto): `ModelProto.graph` is field 7; `GraphProto.node` is 1 and `output` 12; `NodeProto.output`
/// is 2 and `op_type` 4; a `ValueInfoProto` has its name in 1 and its type in 2. A message that follows a second time is
/// joined with the first one (Protocol Buffers, "Last One Wins": messages are merged, lists appended).
struct ProbedONNX: ProbedFile {
  let tensors: [ProbedModel.Tensor]
  private let bytes: [UInt8]

  /// Those that have weights, and the ends: the rest follows from them.
  private static let operations: Set<String> = [
    "Conv", "ConvTranspose", "MatMul", "Gemm", "Softmax", "Sigmoid", "LayerNormalization",
  ]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var tensors: [ProbedModel.Tensor] = []
    var results: Set<String> = []
    for graph in ProtobufFields(bytes[...]) where graph.number == 7 {
      for field in ProtobufFields(graph.bytes) {
        if field.number == 1 {
          var (operation, output) = ("", "")
          for part in ProtobufFields(field.bytes) {
            if part.number == 4 { operation = String(decoding: part.bytes, as: UTF8.self) }
            if part.number == 2, output.isEmpty { output = String(decoding: part.bytes, as: UTF8.self) }
          }
          if Self.operations.contains(operation), !output.isEmpty {
            tensors.append(ProbedModel.Tensor(name: output, operation: operation))
          }
        } else if field.number == 12 {
          for part in ProtobufFields(field.bytes) where part.number == 1 {
            results.insert(String(decoding: part.bytes, as: UTF8.self))
          }
        }
      }
    }
    self.tensors = tensors.filter { !results.contains($0.name) }
  }

  func write(adding names: [String], in folder: String) throws -> String {
    // TypeProto.tensor_type (1) with elem_type (1) = FLOAT (1).
    let type = ProtobufFields.field(2, ProtobufFields.field(1, [0x08, 0x01]))
    let outputs = names.flatMap {
      ProtobufFields.field(12, ProtobufFields.field(1, Array($0.utf8)) + type)
    }
    let path = "\(folder)/probed.onnx"
    do throws(LegibleError) {
      try FileOutput.write(bytes + ProtobufFields.field(7, outputs), to: path)
    } catch {
      throw LegibleError(error.code, "\(path): \(error.message)")
    }
    return path
  }
}

/// The fields of a message in the wire format of Protocol Buffers that have a length; others are stepped over. What is
/// cut off ends the sequence.
struct ProtobufFields: Sequence, IteratorProtocol {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  mutating func next() -> (number: Int, bytes: ArraySlice<UInt8>)? {
    while let key = varint() {
      switch key & 7 {
      case 0:
        guard varint() != nil else { return nil }
      case 1:
        guard rest.count >= 8 else { return nil }
        rest = rest.dropFirst(8)
      case 2:
        guard let length = varint(), length <= UInt64(rest.count) else { return nil }
        defer { rest = rest.dropFirst(Int(length)) }
        return (Int(truncatingIfNeeded: key >> 3), rest.prefix(Int(length)))
      case 5:
        guard rest.count >= 4 else { return nil }
        rest = rest.dropFirst(4)
      default: return nil
      }
    }
    return nil
  }

  private mutating func varint() -> UInt64? {
    var (value, shift): (UInt64, UInt64) = (0, 0)
    while let byte = rest.popFirst() {
      guard shift < 64 else { return nil }
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    return nil
  }

  /// A field with a length.
  static func field(_ number: Int, _ bytes: [UInt8]) -> [UInt8] {
    var head: [UInt8] = []
    for var value in [number << 3 | 2, bytes.count] {
      while value >= 0x80 {
        head.append(UInt8(value & 0x7F) | 0x80)
        value >>= 7
      }
      head.append(UInt8(value))
    }
    return head + bytes
  }
}
