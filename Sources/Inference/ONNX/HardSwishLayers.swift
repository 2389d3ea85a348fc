/// A network whose GELUs are computed as hard swishes where a table says so.
///
/// GELU, x·Φ(x), takes the engine 8 times as long as x·min(max(x + 3, 0), 6) ÷ 6 (Howard et al., "Searching for MobileNetV3", 2019), and a
/// quarter of all time of PP-OCRv6 tiny's recogniser where AMX multiplies. The two differ by 0.06 at the most, and the networks were trained
/// with the first; but between two convolutions each channel can be scaled and shifted without any cost, by other weights, and over
/// the values that a channel has in pictures a fitting piece of this parabola is near enough (docs/hard-swish.md).
enum HardSwishLayers {
  /// The file with its GELUs replaced; nil where it has not all that the table names.
  static func replaced(_ bytes: [UInt8], by table: HardSwishTable) -> [UInt8]? {
    guard let file = ONNXFile(bytes) else { return nil }
    let graph = ONNXGraph(file)
    let names = Dictionary(
      file.nodes.enumerated().compactMap { $1.operation == "Erf" ? ($1.name, $0) : nil }, uniquingKeysWith: { $1 })
    var others: [Int: [ONNXNode]] = [:]
    var constants: [(name: String, tensor: ONNXTensor)] = []
    for layer in table.layers {
      guard let index = names[layer.name], let gelu = GELU(index, graph),
        let weights = file.constant(gelu.weights), weights.shape.count == 4, weights.shape[1] == layer.weights.count,
        weights.shape[0] == layer.biases.count
      else { return nil }
      let name = { (part: String) in "\(layer.name)/legible/\(part)" }
      func constant(_ part: String, _ shape: [Int], _ values: [Float]) -> String {
        constants.append((name(part), ONNXTensor(shape: shape, values: values)))
        return name(part)
      }
      func channels(_ part: String, _ values: [Float]) -> String { constant(part, [1, values.count, 1, 1], values) }
      let nodes = [
        ONNXNode("Mul", [gelu.input, channels("scales", layer.scales)], name("scaled")),
        ONNXNode("Add", [name("scaled"), channels("offsets", layer.offsets)], name("input")),
        // The form that the engine knows as one operation.
        ONNXNode("Add", [name("input"), constant("3", [], [3])], name("shifted")),
        ONNXNode("Clip", [name("shifted"), constant("0", [], [0]), constant("6", [], [6])], name("clipped")),
        ONNXNode("Mul", [name("input"), name("clipped")], name("product")),
        ONNXNode("Mul", [name("product"), constant("sixth", [], [1 / 6])], gelu.output),
      ]
      for passed in gelu.left { others[passed] = [] }
      others[gelu.last] = nodes
      let size = weights.shape[2] * weights.shape[3]
      var convolution = file.nodes[gelu.convolution]
      convolution.inputs[1] = constant(
        "weights", weights.shape,
        weights.values.enumerated().map { $1 * layer.weights[$0 / size % layer.weights.count] })
      let output = convolution.outputs[0]
      convolution.outputs[0] = name("sum")
      others[gelu.convolution] = [
        convolution, ONNXNode("Add", [name("sum"), channels("biases", layer.biases)], output),
      ]
    }
    return file.replacing(others, constants: constants)
  }

  /// x · (erf(x ÷ √2) + 1) · ½, as PaddlePaddle's converter writes it, before a convolution.
  private struct GELU {
    let input, output: String
    /// The nodes that go, and the one that makes the result.
    let left: [Int]
    let last: Int
    /// Who uses the result, and its weights.
    let convolution: Int
    let weights: String

    init?(_ erf: Int, _ graph: ONNXGraph) {
      let nodes = graph.file.nodes
      func value(_ name: String) -> Float? {
        guard let values = graph.file.constant(name)?.values, values.count == 1 else { return nil }
        return values[0]
      }
      guard let argument = nodes[erf].inputs.first, let division = graph.maker(of: argument, "Div"),
        graph.user(of: argument, "Erf") == erf, nodes[division].inputs.count == 2,
        let root = value(nodes[division].inputs[1]), abs(root * root - 2) < 1e-4,
        let sum = Self.user(of: erf, "Add", graph), let product = Self.user(of: sum, "Mul", graph),
        let last = Self.user(of: product, "Mul", graph), let convolution = Self.user(of: last, "Conv", graph),
        nodes[sum].inputs.contains(where: { value($0) == 1 }), nodes[last].inputs.contains(where: { value($0) == 0.5 }),
        nodes[convolution].inputs.count >= 2, nodes[convolution].outputs.count == 1,
        nodes[convolution].has("group", [1])
      else { return nil }
      input = nodes[division].inputs[0]
      guard nodes[product].inputs.contains(where: { graph.origin($0) == graph.origin(nodes[division].inputs[0]) })
      else { return nil }
      output = nodes[last].outputs[0]
      left = [division, erf, sum, product].flatMap { [$0] + graph.passing($0) }
      (self.last, self.convolution, weights) = (last, convolution, nodes[convolution].inputs[1])
    }

    private static func user(of index: Int, _ operation: String, _ graph: ONNXGraph) -> Int? {
      graph.file.nodes[index].outputs.first.flatMap { graph.user(of: $0, operation) }
    }
  }
}
