/// A tensor somebody else owns: dense, row-major, valid only while the call that handed it out lasts.
public struct TensorView {
  /// The dimensions, outermost first.
  public let shape: [Int]
  /// The type of the elements.
  public let elementType: ElementType
  /// The elements' bytes.
  public let bytes: UnsafeRawBufferPointer

  /// A view of bytes, whose number has to be that of the shape.
  public init(shape: [Int], elementType: ElementType, bytes: UnsafeRawBufferPointer) {
    precondition(
      bytes.count == shape.reduce(elementType.size, *), "\(bytes.count) bytes do not make a tensor of shape \(shape)")
    self.shape = shape
    self.elementType = elementType
    self.bytes = bytes
  }

  /// The elements of an f32 tensor.
  public var floats: UnsafeBufferPointer<Float> {
    precondition(elementType == .f32, "the tensor holds \(elementType), not f32")
    return bytes.assumingMemoryBound(to: Float.self)
  }
}
