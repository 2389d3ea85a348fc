/// A network whose hard sigmoids are written in operations that the engine joins with the layer before.
///
/// `HardSigmoid`, min(max(αx + β, 0), 1), is a node of its own to OpenVINO 2026.4, computed at f32 by a plain loop between two conversions.
/// As a sum, a `Clip` and a product it is a part of the convolution before it, and x · HardSigmoid(x), the hard swish of Howard et al. ("Searching
/// for MobileNetV3", 2019), is one, too. PP-OCR has hard sigmoids in the gates of its blocks (squeeze and excitation), and hard swishes before the
/// last layers of recognisers, where a `Squeeze` stands between them and their convolution: it goes behind them.
enum HardSigmoidLayers {
  /// The file with its hard sigmoids replaced; nil where it has none, or is older than `Clip` with inputs (operator set 11).
  static func simplified(_ bytes: [UInt8]) -> [UInt8]? {
    guard let file = ONNXFile(bytes), file.operatorSet >= 11 else { return nil }
    let graph = ONNXGraph(file)
    var others: [Int: [ONNXNode]] = [:]
    var constants: [(name: String, tensor: ONNXTensor)] = []
    for (index, node) in file.nodes.enumerated() where node.operation == "HardSigmoid" && node.domain.isEmpty {
      guard node.inputs.count == 1, node.outputs.count == 1 else { continue }
      let name = { (part: String) in "\(node.outputs[0])/legible/\(part)" }
      func constant(_ part: String, _ value: Float) -> String {
        constants.append((name(part), ONNXTensor(shape: [], values: [value])))
        return name(part)
      }
      /// min(max(x + 3, 0), 6), in the form that the engine knows.
      func clipped(_ input: String) -> [ONNXNode] {
        [
          ONNXNode("Add", [input, constant("3", 3)], name("shifted")),
          ONNXNode("Clip", [name("shifted"), constant("0", 0), constant("6", 6)], name("clipped")),
        ]
      }
      guard let swish = HardSwish(index, graph) else {
        // Times α before the sum would make a part of the weights of it, which bf16 rounds.
        others[index] =
          isUsual(node)
          ? clipped(node.inputs[0])
            + [ONNXNode("Mul", [name("clipped"), constant("sixth", 1 / 6)], node.outputs[0])]
          : [
            ONNXNode("Mul", [node.inputs[0], constant("slope", slope(node))], name("product")),
            ONNXNode("Add", [name("product"), constant("offset", offset(node))], name("sum")),
            ONNXNode("Clip", [name("sum"), constant("0", 0), constant("1", 1)], node.outputs[0]),
          ]
        continue
      }
      var input = node.inputs[0]
      let moved = swish.squeezed
      if let moved {
        input = name("input")
        var normalization = file.nodes[moved.normalization]
        normalization.inputs[0] = file.nodes[moved.squeeze].inputs[0]
        normalization.outputs = [input]
        others[moved.normalization] = [normalization]
        for left in [moved.squeeze] + graph.passing(moved.squeeze) + graph.passing(moved.normalization) {
          others[left] = []
        }
      }
      for left in [index] + graph.passing(index) { others[left] = [] }
      let output = file.nodes[swish.product].outputs[0]
      let last = moved == nil ? output : name("swish")
      others[swish.product] =
        clipped(input) + [
          ONNXNode("Mul", [input, name("clipped")], name("product")),
          ONNXNode("Mul", [name("product"), constant("sixth", 1 / 6)], last),
        ]
      if let moved {
        var squeeze = file.nodes[moved.squeeze]
        (squeeze.inputs[0], squeeze.outputs) = (last, [output])
        others[swish.product]?.append(squeeze)
      }
    }
    return others.isEmpty ? nil : file.replacing(others, constants: constants)
  }

  /// α and β, with ONNX's defaults.
  private static func slope(_ node: ONNXNode) -> Float { Float(node.attributes["alpha"]?.number ?? 0.2) }
  private static func offset(_ node: ONNXNode) -> Float { Float(node.attributes["beta"]?.number ?? 0.5) }

  /// Whether α is a sixth and β a half.
  private static func isUsual(_ node: ONNXNode) -> Bool { abs(slope(node) - 1 / 6) < 1e-6 && offset(node) == 0.5 }

  /// x · min(max(x ÷ 6 + ½, 0), 1), written as a `HardSigmoid` and a `Mul`.
  private struct HardSwish {
    let product: Int
    /// x is made by a `BatchNormalization` for nobody else, and its input by a `Squeeze` of rows or columns for nobody else.
    let squeezed: (squeeze: Int, normalization: Int)?

    init?(_ sigmoid: Int, _ graph: ONNXGraph) {
      let nodes = graph.file.nodes
      let (input, output) = (nodes[sigmoid].inputs[0], nodes[sigmoid].outputs[0])
      guard isUsual(nodes[sigmoid]), let product = graph.user(of: output, "Mul"),
        Set(nodes[product].inputs.map(graph.origin)) == [graph.origin(input), graph.origin(output)],
        nodes[product].outputs.count == 1
      else { return nil }
      self.product = product
      guard let normalization = graph.maker(of: input, "BatchNormalization"), graph.users(of: input).count == 2,
        let before = nodes[normalization].inputs.first, let squeeze = graph.maker(of: before, "Squeeze"),
        graph.users(of: before).count == 1, nodes[squeeze].inputs.count == 1,
        [[2], [3]].contains(nodes[squeeze].attributes["axes"]?.integers)
      else {
        squeezed = nil
        return
      }
      squeezed = (squeeze, normalization)
    }
  }
}
