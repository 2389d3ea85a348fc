/// A way through an ONNX graph from its output towards its input, over nodes whose results nobody else uses.
struct BackwardWalk {
  let file: ONNXFile
  /// The tensor where the walk is.
  private(set) var name = ""
  /// The nodes that it went over.
  private(set) var passed: Set<Int> = []

  private let makers: [String: Int]
  private let uses: [String: Int]

  init(_ file: ONNXFile) {
    self.file = file
    makers = Dictionary(
      file.nodes.enumerated().flatMap { index, node in node.outputs.map { ($0, index) } }, uniquingKeysWith: { $1 })
    uses = file.nodes.reduce(into: [:]) { uses, node in for name in node.inputs { uses[name, default: 0] += 1 } }
  }

  /// Goes over one node of a kind, with those before it that change nothing; nil where another is next.
  ///
  /// - Parameter start: the tensor to begin at.
  mutating func step(to operation: String, from start: String? = nil) -> ONNXNode? {
    if let start { name = start }
    while let index = maker {
      let node = file.nodes[index]
      guard node.operation == operation || node.operation == "Identity", let input = node.inputs.first else {
        return nil
      }
      pass(index, to: input)
      if node.operation == operation { return node }
    }
    return nil
  }

  /// Goes over a node that makes a·x + b of a channel; nil where another is next.
  mutating func stepOverChannels() -> (scales: [Float], offsets: [Float])? {
    while let index = maker {
      let node = file.nodes[index]
      switch node.operation {
      case "Identity" where node.inputs.count == 1: pass(index, to: node.inputs[0])
      case "Add", "Mul":
        guard node.inputs.count == 2, let (input, values) = channels(node) else { return nil }
        pass(index, to: input)
        return node.operation == "Add" ? ([1], values) : (values, [0])
      case "BatchNormalization":
        let parts = node.inputs.dropFirst().compactMap { file.constant($0)?.values }
        guard node.inputs.count == 5, parts.count == 4, Set(parts.map(\.count)).count == 1 else { return nil }
        let epsilon = Float(node.attributes["epsilon"]?.number ?? 1e-5)
        let scales = zip(parts[0], parts[3]).map { $0 / ($1 + epsilon).squareRoot() }
        pass(index, to: node.inputs[0])
        return (scales, parts[0].indices.map { parts[1][$0] - parts[2][$0] * scales[$0] })
      default: return nil
      }
    }
    return nil
  }

  /// The node that makes the tensor where the walk is, if nobody but the walk needs it.
  var maker: Int? {
    guard let index = makers[name], file.nodes[index].outputs.count == 1 else { return nil }
    return passed.isEmpty
      ? (uses[name] == nil ? index : nil) : (uses[name] == 1 && !file.outputs.contains(name) ? index : nil)
  }

  /// The tensor that comes in, and the constant beside it: one value, or one a channel.
  private func channels(_ node: ONNXNode) -> (String, [Float])? {
    for (input, other) in [(0, 1), (1, 0)] {
      guard let constant = file.constant(node.inputs[other]) else { continue }
      let shape = constant.shape
      let isChannels = shape.count == 4 && shape[0] == 1 && shape[2...] == [1, 1]
      guard constant.values.count == 1 || isChannels || (shape.count == 3 && shape[1...] == [1, 1]) else { return nil }
      return (node.inputs[input], constant.values)
    }
    return nil
  }

  private mutating func pass(_ index: Int, to input: String) {
    passed.insert(index)
    name = input
  }
}
