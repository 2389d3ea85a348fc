/// One loaded network: tensors in, tensors out.
///
/// Implementations may be called from several threads at once.
public protocol Model: Sendable {
  /// What the network wants, in the order of `run`'s inputs.
  var inputs: [TensorInfo] { get }
  /// What the network gives, in the order of `run`'s outputs.
  var outputs: [TensorInfo] { get }

  /// Runs the network.
  ///
  /// - Parameters:
  ///   - inputs: one tensor for each of `inputs`, of its element type and of a shape that fits.
  ///   - body: reads the outputs, which are valid inside the call only.
  /// - Throws: `LegibleError` with `inferenceFailed`, or what `body` throws.
  func run<R>(_ inputs: [TensorView], _ body: ([TensorView]) throws -> R) throws -> R

  /// Runs the network on a part of a larger input, whose shape says nothing of the inputs to come.
  ///
  /// - Parameters: as those of `run`.
  func runPart<R>(_ inputs: [TensorView], _ body: ([TensorView]) throws -> R) throws -> R

  /// Gives back the memory for what a run makes of a large input, which the next one takes again. To be called where none follows for a while.
  func giveBackInputs()
}

extension Model {
  /// As any other input.
  public func runPart<R>(_ inputs: [TensorView], _ body: ([TensorView]) throws -> R) throws -> R {
    try run(inputs, body)
  }

  /// Nothing, for those that keep none.
  public func giveBackInputs() {}
}
