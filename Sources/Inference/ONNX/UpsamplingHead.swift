/// The end of a text detector of the DB family: two transposed convolutions of 2×2 with a stride of 2 that bring the map
/// from a quarter of the input's size to the whole of it, and a sigmoid.
///
/// Where windows do not overlap, each of the four places of a window is a convolution of 1×1 of its own. So both layers, and
/// what lies between them, can be computed at a quarter of the size, with 16 channels for the 4×4 places, which are
/// put in order last (`DepthToSpace`). It is the same arithmetic; but this engine pads a single channel at full size to 16, for which it
/// needs 64 bytes a pixel and, with free shapes, a quarter of the whole detector's time (PP-OCRv6 tiny, 1024×768: 69
/// to 52 ms on one thread).
struct UpsamplingHead {
  private let first, second: Layer
  /// What goes into the first layer, and what comes out of the sigmoid.
  private let input, output: String
  /// The nodes that are done without.
  private let left: Set<Int>

  /// A transposed convolution with what follows it a channel.
  private struct Layer {
    /// `[input channels, output channels, 2, 2]`.
    var weights: ONNXTensor
    /// One an output channel.
    var offsets: [Float]

    var inputs: Int { weights.shape[0] }
    var outputs: Int { weights.shape[1] }

    func weight(_ input: Int, _ output: Int, _ row: Int, _ column: Int) -> Float {
      weights.values[((input * outputs + output) * 2 + row) * 2 + column]
    }
  }

  /// The file with its end changed; nil where it ends in another way.
  static func simplified(_ bytes: [UInt8]) -> [UInt8]? {
    guard let file = ONNXFile(bytes), let head = UpsamplingHead(file) else { return nil }
    return head.replaced(in: file)
  }

  private init?(_ file: ONNXFile) {
    var walk = BackwardWalk(file)
    guard file.outputs.count == 1, let output = file.outputs.first, walk.step(to: "Sigmoid", from: output) != nil,
      let second = Self.layer(&walk), second.outputs == 1, walk.step(to: "Relu") != nil,
      let first = Self.layer(&walk), first.outputs == second.inputs
    else { return nil }
    (self.first, self.second, self.output) = (first, second, output)
    (input, left) = (walk.name, walk.passed)
  }

  /// A transposed convolution, and before it, as the walk goes, what is added to or multiplied with its channels.
  private static func layer(_ walk: inout BackwardWalk) -> Layer? {
    var (scales, offsets): ([Float], [Float]) = ([1], [0])
    // Of x → a·x + b what was met so far is applied last.
    func apply(_ a: [Float], _ b: [Float]) -> Bool {
      let count = max(scales.count, a.count, b.count)
      guard [scales.count, offsets.count, a.count, b.count].allSatisfy({ $0 == 1 || $0 == count }) else { return false }
      func at(_ list: [Float], _ i: Int) -> Float { list[list.count == 1 ? 0 : i] }
      offsets = (0..<count).map { at(offsets, $0) + at(scales, $0) * at(b, $0) }
      scales = (0..<count).map { at(scales, $0) * at(a, $0) }
      return true
    }
    while let node = walk.stepOverChannels() {
      guard apply(node.scales, node.offsets) else { return nil }
    }
    guard let node = walk.step(to: "ConvTranspose"), node.doublesSides,
      node.inputs.count >= 2, let weights = walk.file.constant(node.inputs[1]), weights.shape.count == 4,
      weights.shape[2...] == [2, 2]
    else { return nil }
    if node.inputs.count > 2, !node.inputs[2].isEmpty {
      guard let bias = walk.file.constant(node.inputs[2]), apply([1], bias.values) else { return nil }
    }
    let outputs = weights.shape[1]
    guard scales.count == 1 || scales.count == outputs, offsets.count == 1 || offsets.count == outputs else {
      return nil
    }
    let values = weights.values.enumerated().map { index, value in
      value * scales[scales.count == 1 ? 0 : index / 4 % outputs]
    }
    return Layer(
      weights: ONNXTensor(shape: weights.shape, values: values),
      offsets: offsets.count == 1 ? Array(repeating: offsets[0], count: outputs) : offsets)
  }

  private func replaced(in file: ONNXFile) -> [UInt8] {
    // Channels of the middle: the four places of the first layer's window, one after the other, with all of its own.
    let middle = first.outputs
    var (weights, wider): ([Float], [Float]) = ([], [])
    for place in 0..<4 {
      for output in 0..<middle {
        for input in 0..<first.inputs { weights.append(first.weight(input, output, place / 2, place % 2)) }
      }
    }
    // Channels of the end: rows of a 4×4 square, of which each place of the first layer has a 2×2 part.
    for row in 0..<4 {
      for column in 0..<4 {
        for place in 0..<4 {
          let isOwn = place == row / 2 * 2 + column / 2
          for input in 0..<middle { wider.append(isOwn ? second.weight(input, 0, row % 2, column % 2) : 0) }
        }
      }
    }
    let name = { (part: String) in "\(output)/legible/\(part)" }
    let constants = [
      ("weights.0", ONNXTensor(shape: [4 * middle, first.inputs, 1, 1], values: weights)),
      ("offsets.0", ONNXTensor(shape: [4 * middle], values: (0..<4).flatMap { _ in first.offsets })),
      ("weights.1", ONNXTensor(shape: [16, 4 * middle, 1, 1], values: wider)),
      ("offsets.1", ONNXTensor(shape: [16], values: Array(repeating: second.offsets[0], count: 16))),
    ]
    let nodes = [
      ONNXNode("Conv", [input, name("weights.0"), name("offsets.0")], name("first")),
      ONNXNode("Relu", [name("first")], name("middle")),
      ONNXNode("Conv", [name("middle"), name("weights.1"), name("offsets.1")], name("second")),
      ONNXNode("Sigmoid", [name("second")], name("places")),
      ONNXNode("DepthToSpace", [name("places")], output, integers: ["blocksize": 4]),
    ]
    // All that they need comes before the last of those that they replace.
    let last = left.max()
    return file.replacing(
      Dictionary(uniqueKeysWithValues: left.map { ($0, $0 == last ? nodes : []) }),
      constants: constants.map { (name($0.0), $0.1) })
  }
}

extension ONNXNode {
  /// Whether a transposed convolution lets its windows of 2×2 lie side by side.
  fileprivate var doublesSides: Bool {
    attributes["strides"]?.integers == [2, 2] && has("kernel_shape", [2, 2]) && has("group", [1])
      && has("dilations", [1, 1]) && has("pads", [0, 0, 0, 0]) && has("output_padding", [0, 0])
      && attributes["output_shape"] == nil
      && ["", "NOTSET", "VALID"].contains(attributes["auto_pad"]?.text ?? "")
  }
}
