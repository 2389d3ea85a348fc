/// A width and a height in whole pixels.
public struct Size: Hashable, Codable, Sendable, CustomStringConvertible {
  /// Pixels from left to right.
  public var width: Int
  /// Pixels from top to bottom.
  public var height: Int

  /// A size of width × height pixels.
  public init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  /// Width times height.
  public var area: Int { width * height }

  /// For instance `640×480`.
  public var description: String { "\(width)×\(height)" }
}
