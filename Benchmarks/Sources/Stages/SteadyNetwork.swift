import Legible
import Synchronization

/// A network that gives what was prepared for an input's shape: what is counted around it is our own work.
final class SteadyNetwork: Model {
  let inputs: [TensorInfo]
  let outputs: [TensorInfo]
  private let prepare: @Sendable (Size) -> (shape: [Int], values: [Float])
  private let prepared = Mutex<[Size: (shape: [Int], values: [Float])]>([:])

  init(
    input: [Int?], output: [Int?], holdsLogits: Bool = false,
    prepare: @escaping @Sendable (Size) -> (shape: [Int], values: [Float])
  ) {
    inputs = [TensorInfo(name: "x", elementType: .u8, shape: input)]
    var result = TensorInfo(name: "y", elementType: .f32, shape: output)
    result.holdsLogits = holdsLogits
    outputs = [result]
    self.prepare = prepare
  }

  /// Prepares on the first call of each shape, which is the warm-up and not counted.
  func run<R>(_ inputs: [TensorView], _ body: ([TensorView]) throws -> R) throws -> R {
    let size = Size(width: inputs[0].shape[2], height: inputs[0].shape[1])
    let (shape, values) = prepared.withLock { prepared in
      if let known = prepared[size] { return known }
      let new = prepare(size)
      prepared[size] = new
      return new
    }
    return try values.withUnsafeBytes { try body([TensorView(shape: shape, elementType: .f32, bytes: $0)]) }
  }
}
