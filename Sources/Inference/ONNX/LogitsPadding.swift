/// The last layer of a recogniser, of as many classes as the engine's kernels compute at a time.
///
/// PP-OCR's dictionaries have any number of classes, 6,906 or 18,710. For those beyond the last sixteen OpenVINO 2026.4 takes
/// more time: with six columns of zeros more tiny's last layer takes .6 to .75 of it in bf16. AMX multiplies 32 values of a row at a time, where the
/// layer before gives 80 or 120: with zeros beyond them, too, .5 to .6. Zeros add nothing: the logits are the same to the last bit.
enum LogitsPadding {
  /// Classes that are computed at a time: the f32 values of a register, and of a cache line.
  static let block = 16
  /// Values that AMX multiplies at a time: those of a tile's row in bf16.
  private static let tile = 32
  /// What the layer before the last one gives at most, far more than in any of PP-OCR's: a broken file may give any number.
  private static let widest = 8192

  /// The file with its last layer padded; nil where its sides suit the engine, or the last layer is another.
  ///
  /// - Parameters:
  ///   - bytes: a file that ends with its logits, `LogitsOutput.simplified`.
  ///   - hasTiles: whether AMX multiplies.
  /// - Returns: the file, and how many values stand behind the classes of each row then; the output's name tells it, too.
  static func padded(_ bytes: [UInt8], hasTiles: Bool) -> (bytes: [UInt8], filling: Int)? {
    guard let file = ONNXFile(bytes), file.outputs.count == 1, let output = file.outputs.first,
      output.hasSuffix(LogitsOutput.mark)
    else { return nil }
    var walk = BackwardWalk(file)
    guard let last = Dense(&walk, from: output) else { return nil }
    let classes = last.weights.shape[1]
    let filling = -classes & (block - 1)
    let values = last.weights.shape[0]
    guard values <= Self.widest else { return nil }
    let width = hasTiles ? (values + tile - 1) / tile * tile : values
    guard filling > 0 || width > values else { return nil }

    let name = output + LogitsOutput.filling(filling)
    var others: [Int: [ONNXNode]] = [:]
    var constants: [(name: String, tensor: ONNXTensor)] = []
    func put(_ layer: Dense, input: String, rows: Int, columns: Int, output: String) -> [ONNXNode] {
      constants.append((output + "/weights", layer.weights.padded(to: [rows, columns])))
      constants.append((output + "/bias", layer.bias.padded(to: [columns])))
      return [
        ONNXNode("MatMul", [input, output + "/weights"], output + "/product"),
        ONNXNode("Add", [output + "/product", output + "/bias"], output),
      ]
    }
    var input = last.input
    for passed in walk.passed { others[passed] = [] }
    var nodes: [ONNXNode] = []
    if width > values {
      let padded = output + "/padded"
      var before = walk
      if let layer = Dense(&before), layer.weights.shape[1] == values {
        for passed in before.passed { others[passed] = [] }
        nodes = put(layer, input: layer.input, rows: layer.weights.shape[0], columns: width, output: padded)
      } else {
        constants.append((padded + "/weights", .identity(values).padded(to: [values, width])))
        nodes = [ONNXNode("MatMul", [input, padded + "/weights"], padded)]
      }
      input = padded
    }
    nodes += put(last, input: input, rows: width, columns: classes + filling, output: name)
    guard let end = walk.passed.max() else { return nil }
    others[end] = nodes
    return (file.replacing(others, constants: constants, renaming: (output, name)), filling)
  }

  /// A sum of products with constants and one more constant a column.
  private struct Dense {
    let input: String
    /// `[values, columns]`.
    let weights: ONNXTensor
    /// `[columns]`.
    let bias: ONNXTensor

    /// - Parameter start: the tensor to begin at; nil: where the walk is.
    init?(_ walk: inout BackwardWalk, from start: String? = nil) {
      guard let sum = walk.step(to: "Add", from: start), let product = walk.step(to: "MatMul"),
        let weights = Self.second(product, walk.file), weights.shape.count == 2,
        let bias = Self.second(sum, walk.file), bias.shape == [weights.shape[1]]
      else { return nil }
      (input, self.weights, self.bias) = (product.inputs[0], weights, bias)
    }

    private static func second(_ node: ONNXNode, _ file: ONNXFile) -> ONNXTensor? {
      node.inputs.count == 2 ? file.constant(node.inputs[1]) : nil
    }
  }
}
