/// Who makes the tensors of an ONNX file's graph and who uses them, `Identity` nodes being seen through.
struct ONNXGraph {
  let file: ONNXFile
  /// The node that makes a tensor.
  private let makers: [String: Int]
  /// What the outputs of `Identity` nodes stand for.
  private let origins: [String: String]
  /// The nodes that use a tensor; the graph's output counts as one, `nil`.
  private let uses: [String: [Int?]]
  /// The `Identity` nodes that pass a tensor on.
  private let passing: [String: [Int]]

  init(_ file: ONNXFile) {
    self.file = file
    let makers = Dictionary(
      file.nodes.enumerated().flatMap { index, node in node.outputs.map { ($0, index) } }, uniquingKeysWith: { $1 })
    self.makers = makers
    // Nodes stand behind those that make their inputs, so a chain is known but for its last link.
    var origins: [String: String] = [:]
    for node in file.nodes where node.operation == "Identity" {
      guard let input = node.inputs.first else { continue }
      for output in node.outputs { origins[output] = origins[input] ?? input }
    }
    self.origins = origins
    var uses: [String: [Int?]] = [:]
    var passing: [String: [Int]] = [:]
    for (index, node) in file.nodes.enumerated() {
      for name in node.inputs {
        let origin = origins[name] ?? name
        if node.operation == "Identity" {
          passing[origin, default: []].append(index)
        } else {
          uses[origin, default: []].append(index)
        }
      }
    }
    for name in file.outputs { uses[origins[name] ?? name, default: []].append(nil) }
    self.uses = uses
    self.passing = passing
  }

  /// The `Identity` nodes that pass on what a node makes, which have to go with it.
  func passing(_ index: Int) -> [Int] { file.nodes[index].outputs.flatMap { passing[$0] ?? [] } }

  /// The tensor that a name stands for.
  func origin(_ name: String) -> String { origins[name] ?? name }

  /// The node that makes a tensor, and only this one.
  func maker(of name: String) -> Int? {
    makers[origin(name)].flatMap { file.nodes[$0].outputs.count == 1 ? $0 : nil }
  }

  /// The node that makes a tensor, if it is of a kind.
  func maker(of name: String, _ operation: String) -> Int? {
    maker(of: name).flatMap { file.nodes[$0].operation == operation ? $0 : nil }
  }

  /// The nodes that use a tensor, each as often as it does; nil stands for the graph's output.
  func users(of name: String) -> [Int?] { uses[origin(name)] ?? [] }

  /// The only node that uses a tensor, which is of a kind.
  func user(of name: String, _ operation: String) -> Int? {
    guard case let users = users(of: name), users.count == 1, let index = users[0],
      file.nodes[index].operation == operation
    else { return nil }
    return index
  }

  /// How many channels a map has at the least, as far as the convolution that it comes from tells; nil where none does.
  ///
  /// It has more only where a map of one channel is spread over many: maps that are joined have as many as are joined where the
  /// sum is right.
  func channels(of name: String) -> Int? {
    var name = name
    for _ in 0..<8 {
      guard let maker = maker(of: name), case let node = file.nodes[maker], !node.inputs.isEmpty else { return nil }
      switch node.operation {
      case "Conv": return node.inputs.count < 2 ? nil : file.constant(node.inputs[1])?.shape.first
      case "Relu", "MaxPool", "Pad", "BatchNormalization", "Resize", "HardSigmoid", "GlobalAveragePool":
        name = node.inputs[0]
      case "Add", "Mul":
        // A bias in a node of its own, or a gate.
        guard let map = node.inputs.first(where: { file.constant($0) == nil }) else { return nil }
        name = map
      default: return nil
      }
    }
    return nil
  }
}
