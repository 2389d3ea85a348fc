public import Failure
public import Inference

/// What a network does, as its outputs tell.
public enum NetworkRole: String, Hashable, Codable, Sendable, CaseIterable {
  /// A map of probabilities `[N, 1, H, W]` for a picture.
  case detection
  /// Probabilities `[N, columns, classes]`, or `[N, columns, classes, 1]` as cvimodels have them, for a line.
  case recognition

  /// The role of a network.
  ///
  /// - Parameter name: the network's name for messages.
  /// - Throws: `unsuitableModel` where the shapes are neither a detector's nor a recogniser's.
  public init(of network: any Model, named name: String) throws(LegibleError) {
    if let input = network.inputs.first, network.inputs.count == 1, input.shape.count == 4,
      let shape = network.outputs.first?.shape
    {
      switch shape.count {
      case 3:
        self = .recognition
        return
      case 4 where shape[3] == 1 && (shape[2] ?? 0) > 1:
        self = .recognition
        return
      case 4 where shape[1] ?? 1 == 1:
        self = .detection
        return
      default: break
      }
    }
    throw LegibleError(
      .unsuitableModel,
      """
      \(name) is neither a text detector nor a line recogniser: it has the inputs \(network.inputs) and the outputs \
      \(network.outputs); one picture in, and one map [N, 1, H, W] or the probabilities [N, columns, classes] out are \
      expected.
      """)
  }
}
