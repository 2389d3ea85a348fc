/// The end of a recogniser without its softmax.
///
/// CTC asks for three probabilities a column: the likeliest class's, the blank's and the space's. Those follow from the
/// logits and one sum; the softmax makes all 18,710 of them, in 4 to 6 % of the network's time and two thirds of its largest
/// buffers.
enum LogitsOutput {
  /// What the output's name ends in then.
  static let mark = "/legible/logits"

  /// What follows then, where values stand behind the classes of each row (`LogitsPadding`).
  static func filling(_ count: Int) -> String { "+\(count)" }

  /// How many values stand behind the classes of each row, by the output's name; nil: it has no mark.
  static func filling(of name: String) -> Int? {
    guard let mark = name.firstRange(of: mark) else { return nil }
    let rest = name[mark.upperBound...]
    if rest.isEmpty { return 0 }
    // A file may have such a name by itself: no number but ours is believed.
    return (0..<LogitsPadding.block).first { rest == filling($0) }
  }

  /// The file with the softmax over the last dimension left out, if that is its end; else nil.
  static func simplified(_ bytes: [UInt8]) -> [UInt8]? {
    guard let file = ONNXFile(bytes), file.outputs.count == 1, let output = file.outputs.first else { return nil }
    var walk = BackwardWalk(file)
    guard let softmax = walk.step(to: "Softmax", from: output),
      [[2], [-1]].contains(softmax.attributes["axis"]?.integers), let index = walk.maker
    else { return nil }
    // The node before gets the output's name: the engine takes a node that only passes on out again, and joins the names.
    var last = file.nodes[index]
    last.outputs = [output + mark]
    var others: [Int: [ONNXNode]] = [index: [last]]
    for passed in walk.passed { others[passed] = [] }
    return file.replacing(others, constants: [], renaming: (output, output + mark))
  }
}
