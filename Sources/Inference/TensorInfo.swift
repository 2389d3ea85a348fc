/// The type of a tensor's elements.
public enum ElementType: String, Hashable, Codable, Sendable {
  /// 32-bit floating point.
  case f32
  /// Unsigned bytes.
  case u8
  /// Signed bytes.
  case i8

  /// Bytes an element.
  public var size: Int { self == .f32 ? 4 : 1 }
}

/// What a model says of one of its inputs or outputs.
public struct TensorInfo: Hashable, Sendable {
  /// The tensor's name in the model file; empty where it has none.
  public var name: String
  /// The type of its elements.
  public var elementType: ElementType
  /// Its dimensions, outermost first; nil where any number will do.
  public var shape: [Int?]
  /// Whether this is a recogniser's output before its softmax (`Engine.load`'s `givesLogits`).
  public var holdsLogits = false
  /// Values behind the classes in each row of such an output, which mean nothing.
  public var filling = 0

  /// A description of a tensor.
  public init(name: String, elementType: ElementType, shape: [Int?]) {
    self.name = name
    self.elementType = elementType
    self.shape = shape
  }
}

extension TensorInfo: CustomStringConvertible {
  /// For instance `x f32[1, 3, ?, ?]`.
  public var description: String {
    "\(name) \(elementType)[\(shape.map { $0.map(String.init) ?? "?" }.joined(separator: ", "))]"
  }
}
