/// Which levels of a feature pyramid are computed first.
///
/// The engine takes the nodes that a result needs in the order of its inputs, and there is no telling it otherwise. Buffers are used again
/// soonest where the smaller levels are done with before the largest is begun. So the largest level is made to need them: its gate's `1 + s`
/// (`FeaturePyramid`) gets its 1 from them, as the mean of their maps times 0 plus 1. That takes 0.2 % of the time at the most.
struct PyramidOrder {
  private let graph: ONNXGraph
  /// The node that adds 1 to the gate with which the largest level begins.
  private let gate: Int
  /// How many channels the gate and the smaller levels' joined maps have.
  private let channels: (gate: Int, smaller: Int)
  /// The nodes that need it and stand before the pyramid's end, by their indices: they have to stand behind the smaller levels.
  let moved: [Int]

  /// No gate of a detector has more of the weights, which are zeros; a broken file may ask for any number.
  private static let mostWeights = 1 << 20

  /// - Parameters:
  ///   - largest: the map of the largest level.
  ///   - smaller: the maps of the others.
  ///   - channels: how many these have together.
  ///   - end: the node that takes all of them.
  /// - Returns: nil where the largest level has no gate of its own, as without squeeze and excitation.
  init?(_ graph: ONNXGraph, largest: String, smaller: [String], channels: Int, before end: Int) {
    let nodes = graph.file.nodes
    let shared = Self.makers(of: smaller, graph)
    let own = Self.makers(of: [largest], graph).subtracting(shared).sorted()
    let gate = own.first { nodes[$0].operation == "Add" && nodes[$0].inputs.contains(FeaturePyramid.one) }
    guard let gate, let other = nodes[gate].inputs.first(where: { $0 != FeaturePyramid.one }),
      let gateChannels = graph.channels(of: other), gateChannels > 0, gateChannels <= Self.mostWeights / channels
    else { return nil }
    var made = Set(nodes[gate].outputs)
    var moved = [gate]
    for index in nodes.indices where index > gate && index < end && !made.isDisjoint(with: nodes[index].inputs) {
      made.formUnion(nodes[index].outputs)
      moved.append(index)
    }
    (self.graph, self.gate, self.channels, self.moved) = (graph, gate, (gateChannels, channels), moved)
  }

  /// The nodes that were moved, behind those that let them wait.
  ///
  /// - Parameters:
  ///   - map: the smaller levels' maps, joined.
  ///   - left: the nodes that are done without.
  func nodes(
    waitingFor map: String, without left: [Int], _ constants: inout [(name: String, tensor: ONNXTensor)]
  ) -> [ONNXNode] {
    let name = { (part: String) in "\(map)/\(part)" }
    let zeros = Array(repeating: Float(0), count: channels.gate * channels.smaller)
    constants += [
      (name("zeros"), ONNXTensor(shape: [channels.gate, channels.smaller, 1, 1], values: zeros)),
      (name("ones"), ONNXTensor(shape: [channels.gate], values: Array(repeating: 1, count: channels.gate))),
    ]
    return [
      ONNXNode("GlobalAveragePool", [map], name("mean")),
      ONNXNode("Conv", [name("mean"), name("zeros"), name("ones")], name("one")),
    ]
      + moved.filter { !left.contains($0) }.map { index in
        var node = graph.file.nodes[index]
        if index == gate { node.inputs = node.inputs.map { $0 == FeaturePyramid.one ? name("one") : $0 } }
        return node
      }
  }

  /// The nodes that tensors are made by, and those that these need.
  private static func makers(of tensors: [String], _ graph: ONNXGraph) -> Set<Int> {
    var found: Set<Int> = []
    var waiting = tensors
    while let name = waiting.popLast() {
      guard let maker = graph.maker(of: name), found.insert(maker).inserted else { continue }
      waiting += graph.file.nodes[maker].inputs
    }
    return found
  }
}
