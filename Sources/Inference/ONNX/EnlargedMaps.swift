/// The convolution at the end of PP-OCR's feature pyramids, over the maps of all levels: those of the smaller levels are enlarged to the
/// size of the largest and joined with it.
///
/// Enlarging repeats values, and a convolution of 3×3 multiplies each of them up to nine times. Where a map was enlarged twice, each of the
/// four places of a square has its own convolution of 2×2 on the map as it was, whose weights are sums of the 3×3's: four products instead of
/// nine. So the smaller levels are joined at half of the size, one convolution gives four channels for each, which are put in order
/// (`DepthToSpace`; together a sub-pixel convolution, Shi et al. 2016), and what the 3×3 makes of the largest level is added. The arithmetic is the same but for the order of sums (and in bf16
/// one more rounding): at f32 the probability maps of 40 photographs are equal, at bf16 as far from them as before. Detectors take 0.93 to
/// 0.97 of their time (docs/performance-log.md).
///
/// A transposed convolution would be as quick; but the engine keeps as many kernels for each kind of layer, so for its only one those of
/// 128 shapes, 28 MiB. By itself the engine computes the largest level first, what goes into a sum's convolution being first, and keeps maps of all levels
/// meanwhile (`PyramidOrder`).
struct EnlargedMaps {
  private let graph: ONNXGraph

  /// What the convolution is done of.
  private struct Parts {
    /// The nodes that enlarge, how much, and their weights.
    var smaller: [(resize: Int, scale: Int, weights: ONNXTensor)] = []
    /// The map that is not enlarged, and its weights.
    var own: (map: String, weights: ONNXTensor)?
    /// How many channels the smaller maps have together.
    var channels: Int { smaller.reduce(0) { $0 + $1.weights.shape[1] } }
  }

  /// The file with its convolution taken apart; nil where it has none such.
  static func simplified(_ bytes: [UInt8]) -> [UInt8]? {
    // `Slice` takes constants from version 10 on.
    guard let file = ONNXFile(bytes), file.operatorSet >= 10 else { return nil }
    let maps = EnlargedMaps(graph: ONNXGraph(file))
    // A detector has one pyramid.
    for index in file.nodes.indices {
      guard let (joining, parts) = maps.joined(before: index), let own = parts.own else { continue }
      var constants: [(name: String, tensor: ONNXTensor)] = []
      let left = ([joining] + parts.smaller.map(\.resize)).flatMap { [$0] + maps.graph.passing($0) }
      let (smaller, sum) = maps.sum(index, parts, own, &constants)
      let order = PyramidOrder(
        maps.graph, largest: own.map, smaller: parts.smaller.map { file.nodes[$0.resize].inputs[0] },
        channels: parts.channels, before: index)
      let largest = order?.nodes(waitingFor: smaller.last!.outputs[0], without: left, &constants)
      var others: [Int: [ONNXNode]] = [:]
      for node in (order?.moved ?? []) + left { others[node] = [] }
      others[index] = smaller + (largest ?? []) + sum
      return file.replacing(others, constants: constants)
    }
    return nil
  }

  /// The node that joins maps for a convolution of 3×3, and what it joins; nil where that is not so.
  private func joined(before index: Int) -> (joining: Int, parts: Parts)? {
    let node = graph.file.nodes[index]
    guard node.operation == "Conv", (2...3).contains(node.inputs.count), node.outputs.count == 1,
      node.has("strides", [1, 1]), node.has("group", [1]), node.has("dilations", [1, 1]),
      node.attributes["pads"]?.integers == [1, 1, 1, 1],
      ["", "NOTSET"].contains(node.attributes["auto_pad"]?.text ?? ""),
      let joining = graph.maker(of: node.inputs[0], "Concat"), graph.user(of: node.inputs[0], "Conv") == index,
      case let join = graph.file.nodes[joining], (2...Self.mostMaps).contains(join.inputs.count),
      join.attributes["axis"]?.integers == [1],
      let weights = graph.file.constant(node.inputs[1]), weights.shape.count == 4, weights.shape[2...] == [3, 3],
      !weights.values.isEmpty
    else { return nil }
    var parts = Parts()
    var channel = 0
    for map in join.inputs {
      guard let count = graph.channels(of: map), count > 0, channel + count <= weights.shape[1] else { return nil }
      let part = weights.inputs(channel..<channel + count)
      channel += count
      if let resize = graph.maker(of: map, "Resize"), graph.user(of: map, "Concat") == joining,
        let scale = enlarging(resize)
      {
        parts.smaller.append((resize, scale, part))
      } else if parts.own == nil {
        parts.own = (map, part)
      } else {
        return nil
      }
    }
    return channel == weights.shape[1] && !parts.smaller.isEmpty ? (joining, parts) : nil
  }

  /// PP-OCR's pyramids have four levels.
  private static let mostMaps = 8

  /// How often a node repeats each value of a map in both directions: 2, 4 or 8; nil where it does something else.
  private func enlarging(_ index: Int) -> Int? {
    let node = graph.file.nodes[index]
    // Input, region (not used by this mode), scales.
    guard node.inputs.count == 3, node.attributes["mode"]?.text == "nearest",
      node.attributes["coordinate_transformation_mode"]?.text == "asymmetric",
      node.attributes["nearest_mode"]?.text == "floor",
      let scales = graph.file.constant(node.inputs[2])?.values, scales.count == 4, scales[..<2] == [1, 1],
      scales[2] == scales[3]
    else { return nil }
    return [2, 4, 8].first { Float($0) == scales[2] }
  }

  /// The nodes that join the smaller maps; both convolutions and their sum, which has the name of the one that they replace.
  private func sum(
    _ index: Int, _ parts: Parts, _ own: (map: String, weights: ONNXTensor),
    _ constants: inout [(name: String, tensor: ONNXTensor)]
  ) -> (smaller: [ONNXNode], sum: [ONNXNode]) {
    let node = graph.file.nodes[index]
    let name = { (part: String) in "\(node.outputs[0])/legible/\(part)" }
    var nodes: [ONNXNode] = []
    let maps = parts.smaller.enumerated().map { number, part in
      var resize = graph.file.nodes[part.resize]
      guard part.scale > 2 else { return resize.inputs[0] }
      let scales = name("scales.\(number)")
      let scale = Float(part.scale / 2)
      constants.append((scales, ONNXTensor(shape: [4], values: [1, 1, scale, scale])))
      resize.inputs[2] = scales
      nodes.append(resize)
      return resize.outputs[0]
    }
    constants += [
      (name("places/weights"), ONNXTensor.places(of: parts.smaller.map(\.weights))),
      (name("own/weights"), own.weights),
    ]
    var largest = node
    largest.name = name("own")
    largest.inputs = [own.map, name("own/weights")] + node.inputs[2...]
    largest.outputs = [name("own")]
    nodes.append(ONNXNode("Concat", maps, name("joined"), integers: ["axis": 1]))
    // Where the map begins and ends in its frame, and in which dimensions; constants are no whole numbers here.
    let edges = [("first", [1, 1]), ("last", [-1, -1]), ("sides", [2, 3] as [Float])].map { part, values in
      constants.append((name("\(part)/number"), ONNXTensor(shape: [2], values: values)))
      // TensorProto.INT64 is 7.
      return ONNXNode("Cast", [name("\(part)/number")], name(part), integers: ["to": 7])
    }
    let sum =
      edges + [
        // Squares begin a row and a column before the map's, so that all places have windows of 2×2: a frame of one value is cut off.
        ONNXNode(
          "Conv", [name("joined"), name("places/weights")], name("places"),
          lists: ["kernel_shape": [2, 2], "pads": [1, 1, 1, 1]]),
        ONNXNode("DepthToSpace", [name("places")], name("framed"), integers: ["blocksize": 2]),
        ONNXNode("Slice", [name("framed")] + edges.map(\.outputs[0]), name("smaller")),
        largest,
        ONNXNode("Add", [name("own"), name("smaller")], node.outputs[0]),
      ]
    return (nodes, sum)
  }
}

extension ONNXTensor {
  /// The weights of a convolution of 2×2, `[4 · outputs, inputs, 2, 2]`, that does what convolutions of 3×3, `[outputs, inputs, 3, 3]`, do
  /// with the same maps enlarged twice: all outputs for each place of a square, from above and from the left.
  ///
  /// The square begins a row and a column before the window's second, so that row `k` of the 3×3 meets row `(k + r) ÷ 2` of
  /// the window at the square's row `r`.
  fileprivate static func places(of parts: [ONNXTensor]) -> ONNXTensor {
    let outputs = parts[0].shape[0]
    let inputs = parts.reduce(0) { $0 + $1.shape[1] }
    var values = [Float](repeating: 0, count: 4 * outputs * inputs * 4)
    var start = 0
    for part in parts {
      let count = part.shape[1]
      for (index, value) in part.values.enumerated() {
        let (output, input) = (index / 9 / count, start + index / 9 % count)
        let (row, column) = (index / 3 % 3, index % 3)
        for place in 0..<4 {
          let channel = place * outputs + output
          values[(channel * inputs + input) * 4 + (row + place / 2) / 2 * 2 + (column + place % 2) / 2] += value
        }
      }
      start += count
    }
    return ONNXTensor(shape: [4 * outputs, inputs, 2, 2], values: values)
  }
}
