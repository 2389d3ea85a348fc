internal import CCVIRuntime
internal import CVIWire

/// One loaded model. It lives as long as the process.
struct Network {
  private let runtime: Runtime
  private let model: UnsafeMutableRawPointer
  private let inputs: UnsafeMutableBufferPointer<LegibleCVITensor>
  private let outputs: UnsafeMutableBufferPointer<LegibleCVITensor>

  init(_ path: String, _ runtime: Runtime) throws(Failure) {
    var model: UnsafeMutableRawPointer?
    let status = runtime.registerModel(path, &model)
    guard status == 0, let model else { throw Failure(what: "the runtime does not take \(path) (status \(status))") }
    var (inputs, outputs): (UnsafeMutablePointer<LegibleCVITensor>?, UnsafeMutablePointer<LegibleCVITensor>?)
    var (inputCount, outputCount): (Int32, Int32) = (0, 0)
    let described = runtime.tensors(model, &inputs, &inputCount, &outputs, &outputCount)
    guard described == 0, inputCount >= 0, outputCount >= 0 else {
      throw Failure(what: "the runtime does not describe the tensors of \(path) (status \(described))")
    }
    self.runtime = runtime
    self.model = model
    self.inputs = .init(start: inputs, count: Int(inputCount))
    self.outputs = .init(start: outputs, count: Int(outputCount))
  }

  /// What there is to send of it.
  var description: WireNetwork { WireNetwork(inputs: inputs.map(Self.wire), outputs: outputs.map(Self.wire)) }

  private static func wire(_ tensor: LegibleCVITensor) -> WireTensor {
    let lengths = tensor.shape.length
    let all = [lengths.0, lengths.1, lengths.2, lengths.3, lengths.4, lengths.5]
    return WireTensor(
      element: UInt8(truncatingIfNeeded: tensor.element), shape: all.prefix(Int(tensor.shape.count)).map(Int.init),
      byteCount: tensor.byte_count)
  }

  /// The memory of the inputs, to be written to before `run`.
  func inputMemory() throws(Failure) -> [UnsafeMutableRawBufferPointer] { try memory(inputs) }

  /// The memory of the outputs, after `run`.
  func outputMemory() throws(Failure) -> [UnsafeMutableRawBufferPointer] { try memory(outputs) }

  private func memory(
    _ tensors: UnsafeMutableBufferPointer<LegibleCVITensor>
  ) throws(Failure) -> [UnsafeMutableRawBufferPointer] {
    var memory: [UnsafeMutableRawBufferPointer] = []
    for index in tensors.indices {
      guard let start = runtime.bytes(tensors.baseAddress! + index) else {
        throw Failure(what: "the runtime has no memory for a tensor")
      }
      memory.append(.init(start: start, count: tensors[index].byte_count))
    }
    return memory
  }

  /// Computes the outputs of the inputs.
  func run() throws(Failure) {
    let status = runtime.forward(
      model, inputs.baseAddress!, Int32(inputs.count), outputs.baseAddress!, Int32(outputs.count))
    if status != 0 { throw Failure(what: "the runtime could not run the network (status \(status))") }
  }
}
