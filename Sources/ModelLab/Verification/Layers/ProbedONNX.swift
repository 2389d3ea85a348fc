internal import Failure
internal import Inference
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
    for graph in ProtobufFields.texts(bytes[...]) where graph.number == 7 {
      for field in ProtobufFields.texts(graph.bytes) {
        if field.number == 1 {
          var (operation, output) = ("", "")
          for part in ProtobufFields.texts(field.bytes) {
            if part.number == 4 { operation = String(decoding: part.bytes, as: UTF8.self) }
            if part.number == 2, output.isEmpty { output = String(decoding: part.bytes, as: UTF8.self) }
          }
          if Self.operations.contains(operation), !output.isEmpty {
            tensors.append(ProbedModel.Tensor(name: output, operation: operation))
          }
        } else if field.number == 12 {
          for part in ProtobufFields.texts(field.bytes) where part.number == 1 {
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
