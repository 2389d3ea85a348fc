public import Inference

/// A network made of a closure, for tests without weights.
public struct FakeModel: Model {
  /// One picture.
  public let inputs: [TensorInfo]
  /// One tensor.
  public let outputs: [TensorInfo]
  private let compute: @Sendable (_ pixels: UnsafeRawBufferPointer, _ shape: [Int]) throws -> (shape: [Int], [Float])

  /// A network of one picture `[1, H, W, 3]` in and one f32 tensor out.
  ///
  /// - Parameters:
  ///   - input: the input's shape, nil where it is free.
  ///   - output: the output's shape, nil where it is free.
  ///   - compute: the output's shape and values for the bytes and the shape of an input.
  public init(
    input: [Int?] = [1, nil, nil, 3], output: [Int?],
    compute: @escaping @Sendable (UnsafeRawBufferPointer, [Int]) throws -> (shape: [Int], [Float])
  ) {
    inputs = [TensorInfo(name: "x", elementType: .u8, shape: input)]
    outputs = [TensorInfo(name: "y", elementType: .f32, shape: output)]
    self.compute = compute
  }

  /// Computes the output and shows it to the body.
  public func run<R>(_ inputs: [TensorView], _ body: ([TensorView]) throws -> R) throws -> R {
    let (shape, values) = try compute(inputs[0].bytes, inputs[0].shape)
    return try values.withUnsafeBytes {
      try body([TensorView(shape: shape, elementType: .f32, bytes: $0)])
    }
  }
}
