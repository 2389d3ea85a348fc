/// The feature pyramid with squeeze and excitation of PP-OCR's detectors (`RSEFPN` of PaddleOCR), put in another way.
///
/// Each level is a convolution of 1×1, `c = W·x`, with a gate a channel, `s = hardsigmoid(… mean(c) …)`: it gives
/// `c + c·s`, to which the smaller level is added, enlarged: `c + c·s + enlarged(p)`. The same is
///
///     (W·x + enlarged(p ÷ (1 + s))) · (1 + s)        where s comes from mean(x), since mean(W·x) = W·mean(x)
///
/// That is fewer passes over large maps, 2 to 3 % of the detector's time. Above all it takes a third of the detector's
/// buffers away (PP-OCRv6 tiny 75 to 50 bytes a pixel, small 112 to 74): with free shapes the engine keeps what crosses a
/// convolution that adds in place until the next of these, or to the end where none follows, as it was with three levels of
/// the backbone. Now there is one on each level.
struct FeaturePyramid {
  private let graph: ONNXGraph
  private var others: [Int: [ONNXNode]] = [:]
  private var constants: [(name: String, tensor: ONNXTensor)] = []

  static let one = "legible/one"
  /// How many products of weights a level takes at most, far more than in any of PP-OCR's: a broken file may ask for any number.
  private static let mostProducts = 1 << 26

  /// The file with its levels changed; nil where it has none.
  static func simplified(_ bytes: [UInt8]) -> [UInt8]? {
    guard let file = ONNXFile(bytes) else { return nil }
    var pyramid = FeaturePyramid(graph: ONNXGraph(file))
    for index in file.nodes.indices where file.nodes[index].operation == "Add" {
      if let level = pyramid.level(endingAt: index) { pyramid.change(level) }
    }
    guard !pyramid.others.isEmpty else { return nil }
    pyramid.constants.append((one, ONNXTensor(shape: [1], values: [1])))
    return file.replacing(pyramid.others, constants: pyramid.constants)
  }

  private init(graph: ONNXGraph) { self.graph = graph }

  /// The nodes of a level, by their indices.
  private struct Level {
    /// `c`, and what it is made of.
    var convolution: Int
    var weights: ONNXTensor
    /// The mean, and the first convolution of the gate.
    var pool, squeeze: Int
    var squeezeWeights: ONNXTensor
    /// The tensor `s`.
    var gate: String
    /// `c·s` and `c + c·s`.
    var product, sum: Int
    /// Where a smaller level is added: the enlarging, and the addition.
    var enlarging: (resize: Int, sum: Int)?
  }

  private func level(endingAt sum: Int) -> Level? {
    let nodes = graph.file.nodes
    guard nodes[sum].inputs.count == 2, nodes[sum].outputs.count == 1 else { return nil }
    for (first, second) in [(0, 1), (1, 0)] {
      let map = graph.origin(nodes[sum].inputs[first])
      guard let product = graph.maker(of: nodes[sum].inputs[second], "Mul"), nodes[product].inputs.count == 2,
        graph.user(of: nodes[product].outputs[0], "Add") == sum,
        let gate = nodes[product].inputs.first(where: { graph.origin($0) != map }),
        nodes[product].inputs.contains(where: { graph.origin($0) == map }),
        let convolution = graph.maker(of: map, "Conv"), nodes[convolution].inputs.count == 2,
        let weights = pointwise(convolution),
        let (pool, squeeze) = origin(ofGate: gate), graph.origin(nodes[pool].inputs[0]) == map,
        Set(graph.users(of: map)) == [pool, product, sum], graph.users(of: map).count == 3,
        let squeezeWeights = pointwise(squeeze), squeezeWeights.shape[1] == weights.shape[0],
        squeezeWeights.shape[0] * weights.values.count <= Self.mostProducts
      else { continue }
      return Level(
        convolution: convolution, weights: weights, pool: pool, squeeze: squeeze, squeezeWeights: squeezeWeights,
        gate: gate, product: product, sum: sum, enlarging: enlarging(of: sum))
    }
    return nil
  }

  /// The mean that a gate comes from, and the convolution that takes it; nil where the gate is made in another way.
  private func origin(ofGate gate: String) -> (pool: Int, squeeze: Int)? {
    let nodes = graph.file.nodes
    // Gates from 0 to 1: 1 + s is divided by.
    guard var index = graph.maker(of: gate), ["HardSigmoid", "Sigmoid"].contains(nodes[index].operation) else {
      return nil
    }
    // A convolution, ReLU, another convolution, and maybe their biases.
    for _ in 0..<8 {
      guard let input = nodes[index].inputs.first(where: { graph.file.constant($0) == nil }),
        let maker = graph.maker(of: input)
      else { return nil }
      if nodes[maker].operation == "GlobalAveragePool" {
        let isOnly = nodes[index].operation == "Conv" && graph.user(of: nodes[maker].outputs[0], "Conv") == index
        return isOnly && nodes[maker].inputs.count == 1 ? (maker, index) : nil
      }
      guard ["Conv", "Relu", "Add"].contains(nodes[maker].operation) else { return nil }
      index = maker
    }
    return nil
  }

  /// The enlarged level that a level's own sum is added to, if that is all that is done with both.
  private func enlarging(of sum: Int) -> (resize: Int, sum: Int)? {
    let nodes = graph.file.nodes
    guard let next = graph.user(of: nodes[sum].outputs[0], "Add"), nodes[next].inputs.count == 2,
      nodes[next].outputs.count == 1,
      let other = nodes[next].inputs.first(where: { graph.origin($0) != graph.origin(nodes[sum].outputs[0]) }),
      let resize = graph.maker(of: other, "Resize"), !nodes[resize].inputs.isEmpty,
      graph.user(of: nodes[resize].outputs[0], "Add") == next
    else { return nil }
    return (resize, next)
  }

  /// The weights of a convolution of 1×1 over all channels that moves by single pixels, `[outputs, inputs, 1, 1]`.
  private func pointwise(_ index: Int) -> ONNXTensor? {
    let node = graph.file.nodes[index]
    guard node.inputs.count >= 2, let weights = graph.file.constant(node.inputs[1]), weights.shape.count == 4,
      weights.shape[2...] == [1, 1], node.has("strides", [1, 1]), node.has("group", [1]),
      node.has("pads", [0, 0, 0, 0])
    else { return nil }
    return weights
  }

  private mutating func change(_ level: Level) {
    let nodes = graph.file.nodes
    let name = { (part: String) in "\(nodes[level.sum].outputs[0])/legible/\(part)" }
    // The mean of what goes into the convolution, whose weights are multiplied into those of the gate's first layer.
    var (pool, squeeze) = (nodes[level.pool], nodes[level.squeeze])
    pool.inputs[0] = nodes[level.convolution].inputs[0]
    squeeze.inputs[1] = name("squeeze")
    constants.append((name("squeeze"), level.squeezeWeights.multiplied(by: level.weights)))
    others[level.pool] = [pool]
    others[level.squeeze] = [squeeze]
    let scale = ONNXNode("Add", [level.gate, Self.one], name("scale"))
    let map = nodes[level.convolution].outputs[0]
    remove(level.product)
    guard let (resize, last) = level.enlarging else {
      others[level.sum] = [scale, ONNXNode("Mul", [map, scale.outputs[0]], nodes[level.sum].outputs[0])]
      return
    }
    let smaller = ONNXNode("Div", [nodes[resize].inputs[0], scale.outputs[0]], name("smaller"))
    var enlarged = nodes[resize]
    enlarged.inputs[0] = smaller.outputs[0]
    let sum = ONNXNode("Add", [map, enlarged.outputs[0]], name("sum"))
    remove(level.sum)
    remove(resize)
    // All that they need comes before the last of those that they replace.
    others[last] = [
      scale, smaller, enlarged, sum, ONNXNode("Mul", [sum.outputs[0], scale.outputs[0]], nodes[last].outputs[0]),
    ]
  }

  private mutating func remove(_ index: Int) {
    for node in [index] + graph.passing(index) { others[node] = [] }
  }
}

extension ONNXTensor {
  /// The weights of one convolution of 1×1 that does what two do one after the other, the other one first.
  fileprivate func multiplied(by other: ONNXTensor) -> ONNXTensor {
    let (outputs, middle, inputs) = (shape[0], shape[1], other.shape[1])
    var product = [Float](repeating: 0, count: outputs * inputs)
    for output in 0..<outputs {
      for channel in 0..<middle {
        let factor = values[output * middle + channel]
        for input in 0..<inputs {
          product[output * inputs + input] += factor * other.values[channel * inputs + input]
        }
      }
    }
    return ONNXTensor(shape: [outputs, inputs, 1, 1], values: product)
  }
}
