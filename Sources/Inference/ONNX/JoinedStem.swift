/// The stem of PP-HGNet, with which PP-OCR's detectors begin from version 6 on: two maps at half of the picture's size are joined, for a
/// convolution that halves them.
///
/// A convolution of joined maps is the sum of one of each. So they need not be joined, which this engine does value by value where a
/// pixel's channels lie side by side: PP-OCRv6 tiny's detector takes 0.94 of its time for photographs (f32, AVX2, and bf16, Zen 4, two threads), and 10 MiB
/// less of memory, since the joined map is the largest of all, and the sum is a quarter of its size. In bf16 the first half is rounded before the
/// second is added: tiny's probability map is as near to f32's as with joined maps (docs/performance-log.md).
struct JoinedStem {
  private let graph: ONNXGraph
  private let isBF16: Bool
  /// Channels that the engine computes at a time.
  private static let block = 16

  /// The file with sums instead of joined maps; nil where it has none.
  ///
  /// - Parameter isBF16: whether it will be computed in bf16. Then maps whose channels do not fill whole blocks, as small's of 24, stay joined:
  ///   the two parts take as long.
  static func simplified(_ bytes: [UInt8], isBF16: Bool = false) -> [UInt8]? {
    guard let file = ONNXFile(bytes) else { return nil }
    let stem = JoinedStem(graph: ONNXGraph(file), isBF16: isBF16)
    var others: [Int: [ONNXNode]] = [:]
    var constants: [(name: String, tensor: ONNXTensor)] = []
    for index in file.nodes.indices {
      guard let (joining, halves) = stem.joined(before: index) else { continue }
      for node in [joining] + stem.graph.passing(joining) { others[node] = [] }
      others[index] = stem.sum(index, of: file.nodes[joining].inputs, halves, &constants)
    }
    return others.isEmpty ? nil : file.replacing(others, constants: constants)
  }

  /// The node that joins two maps for a convolution which halves them, and the weights of each; nil where that is not so.
  private func joined(before index: Int) -> (joining: Int, halves: [ONNXTensor])? {
    let node = graph.file.nodes[index]
    guard node.operation == "Conv", (2...3).contains(node.inputs.count), node.outputs.count == 1,
      node.attributes["strides"]?.integers == [2, 2], node.has("group", [1]),
      let joining = graph.maker(of: node.inputs[0], "Concat"), graph.user(of: node.inputs[0], "Conv") == index,
      case let join = graph.file.nodes[joining], join.inputs.count == 2, join.attributes["axis"]?.integers == [1],
      let weights = graph.file.constant(node.inputs[1]), weights.shape.count == 4,
      let first = graph.channels(of: join.inputs[0]), let second = graph.channels(of: join.inputs[1]), first > 0,
      second > 0,
      first + second == weights.shape[1], !isBF16 || (first % Self.block == 0 && second % Self.block == 0)
    else { return nil }
    return (joining, [weights.inputs(0..<first), weights.inputs(first..<first + second)])
  }

  /// Both convolutions and their sum, which has the name of the one that they replace.
  private func sum(
    _ index: Int, of maps: [String], _ halves: [ONNXTensor], _ constants: inout [(name: String, tensor: ONNXTensor)]
  ) -> [ONNXNode] {
    let node = graph.file.nodes[index]
    let parts = zip(maps, halves).enumerated().map { number, half in
      let name = "\(node.outputs[0])/legible/part.\(number)"
      constants.append(("\(name)/weights", half.1))
      var part = node
      part.name = name
      // What is added to each channel is added once.
      part.inputs = [half.0, "\(name)/weights"] + (number == 0 ? node.inputs[2...] : [])
      part.outputs = [name]
      return part
    }
    return parts + [ONNXNode("Add", parts.flatMap(\.outputs), node.outputs[0])]
  }
}
