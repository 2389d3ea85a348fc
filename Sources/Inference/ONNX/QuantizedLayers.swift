/// A network whose convolutions and products by constants are computed in INT8 where a table says so.
///
/// In front of each of these layers stand two `FakeQuantize` of OpenVINO's: its input is rounded to 256 levels between the
/// table's lowest and highest value, its weights to the 255 levels −127…127 of each output channel, whose largest weight is
/// 127. The engine moves the levels into the layer then, and computes whole numbers. What these layers give, and all
/// other layers, above all the sums of residual branches, stay as they were (docs/int8.md).
///
/// An input that the layer before makes for nobody else is rounded in that layer. One that others need, too, OpenVINO 2026.4 rounds in
/// three passes where shapes are free: to f32 in blocks of channels, to bytes, and back to pixels. Behind a minimum, which takes nothing away
/// that rounding would leave, the rounding is done in the minimum's own pass.
enum QuantizedLayers {
  /// Whose operation FakeQuantize is in an ONNX file (OpenVINO documentation, "ONNX Frontend").
  private static let domain = "org.openvinotoolkit"
  /// The set of ONNX's operations from which on `Min` takes a map and a number.
  private static let broadcastingMinimum = 8

  /// The file with its layers quantised; nil where it has not all that the table names.
  ///
  /// - Parameter hasNarrowSums: whether the processor adds products of bytes in pairs to 16 bits, and the engine computes
  ///   products by constants faster at f32 (as it does where there is no VNNI): these stay, and no weights are so large that two of
  ///   a convolution's products overflow.
  static func quantized(_ bytes: [UInt8], by table: CalibrationTable, hasNarrowSums: Bool) -> [UInt8]? {
    guard let file = ONNXFile(bytes) else { return nil }
    let graph = ONNXGraph(file)
    var ranges = Dictionary(table.layers.map { ($0.name, $0) }) { first, _ in first }
    var others: [Int: [ONNXNode]] = [:]
    var constants: [(name: String, tensor: ONNXTensor)] = []
    func rounded(_ input: String, to name: String, _ lowest: ONNXTensor, _ highest: ONNXTensor, levels: Int) -> ONNXNode
    {
      let ends = ["\(name)/lowest", "\(name)/highest"]
      constants += [(ends[0], lowest), (ends[1], highest)]
      // The levels that go in are those that come out.
      return ONNXNode("FakeQuantize", [input] + ends + ends, name, integers: ["levels": levels], domain: domain)
    }
    for (index, var node) in file.nodes.enumerated() {
      guard let range = ranges.removeValue(forKey: node.name) else { continue }
      if hasNarrowSums, node.operation == "MatMul" { continue }
      guard node.inputs.count >= 2, let weights = file.constant(node.inputs[1]),
        let limits = limits(of: weights, operation: node.operation, hasNarrowSums: hasNarrowSums)
      else { return nil }
      let name = "\(node.name)/int8/input"
      let isShared = graph.users(of: node.inputs[0]).count > 1 && file.operatorSet >= Self.broadcastingMinimum
      let input = rounded(
        isShared ? "\(name)/limited" : node.inputs[0], to: name, ONNXTensor(shape: [], values: [range.lowest]),
        ONNXTensor(shape: [], values: [range.highest]), levels: 256)
      let lowest = ONNXTensor(shape: limits.shape, values: limits.values.map { -$0 })
      let weight = rounded(node.inputs[1], to: "\(node.name)/int8/weights", lowest, limits, levels: 255)
      let limited = isShared ? [ONNXNode("Min", [node.inputs[0], input.inputs[2]], input.inputs[0])] : []
      node.inputs[0] = input.outputs[0]
      node.inputs[1] = weight.outputs[0]
      others[index] = limited + [input, weight, node]
    }
    guard ranges.isEmpty else { return nil }
    return file.replacing(others, constants: constants, domain: domain)
  }

  /// What becomes 127 of the weights of each output channel, in a shape that goes with the weights': the largest weight,
  /// without its sign, or where sums are narrow two weights of neighbouring input channels together. Rounded, these are 128 at
  /// the most then, and their products with inputs of up to 255 together 32,640.
  private static func limits(of weights: ONNXTensor, operation: String, hasNarrowSums: Bool) -> ONNXTensor? {
    let shape = weights.shape
    let channels: Int
    let isLast: Bool
    switch operation {
    case "Conv" where shape.count == 4: (channels, isLast) = (shape[0], false)
    case "MatMul" where shape.count == 2: (channels, isLast) = (shape[1], true)
    default: return nil
    }
    guard !weights.values.isEmpty else { return nil }
    let values = weights.values
    var largest = [Float](repeating: 0, count: channels)
    if isLast {
      for (index, value) in values.enumerated() {
        largest[index % channels] = max(largest[index % channels], abs(value))
      }
    } else {
      let (count, kernel) = (values.count / channels, shape[2] * shape[3])
      for channel in 0..<channels {
        let own = values[channel * count..<(channel + 1) * count]
        largest[channel] = own.reduce(0) { max($0, abs($1)) }
        guard hasNarrowSums else { continue }
        // Products of opposite signs do not add up.
        for first in stride(from: own.startIndex, to: own.endIndex - kernel, by: 2 * kernel) {
          for index in first..<first + kernel {
            largest[channel] = max(largest[channel], abs(values[index] + values[index + kernel]))
          }
        }
      }
    }
    // A channel of zeros has to have some range.
    return ONNXTensor(
      shape: isLast ? [1, channels] : [channels, 1, 1, 1], values: largest.map { $0 > 0 ? $0 : 1 })
  }
}
