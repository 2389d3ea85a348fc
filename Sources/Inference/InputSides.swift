/// What is known of the pictures that a network will be given, where the network itself takes any.
///
/// The engine plans better for what it knows. It takes a map that was made smaller by a convolution, of one row at the least, for another
/// shape than one that was made larger eight times, of eight, and copies between the two: 3 to 5 % of PP-OCRv6 tiny's detector.
public struct InputSides: Hashable, Sendable {
  /// Pixels of the height and the width at the least; 1: nothing is known.
  public var least: Int
  /// Rows of all pictures; nil: they differ.
  public var height: Int?

  /// Sides of one picture at a time.
  public init(least: Int = 1, height: Int? = nil) {
    self.least = least
    self.height = height
  }
}
