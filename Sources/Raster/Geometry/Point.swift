/// A point in image pixels: x to the right, y down, (0, 0) the top-left corner of the top-left pixel.
///
/// A pixel (column, row) covers [column, column + 1) × [row, row + 1); its centre is at (column + 0.5, row + 0.5).
public struct Point: Hashable, Sendable {
  /// Pixels from the left edge.
  public var x: Double
  /// Pixels from the top edge.
  public var y: Double

  /// The point (x, y).
  public init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }

  /// The origin, the image's top-left corner.
  public static let zero = Point(0, 0)

  /// The distance to another point, in pixels.
  public func distance(to other: Point) -> Double {
    let dx = other.x - x
    let dy = other.y - y
    return (dx * dx + dy * dy).squareRoot()
  }

  /// The point a fraction of the way (0: here, 1: there) to another one.
  public func interpolated(to other: Point, by fraction: Double) -> Point {
    Point(x + (other.x - x) * fraction, y + (other.y - y) * fraction)
  }

  /// The sum of two vectors.
  public static func + (a: Point, b: Point) -> Point { Point(a.x + b.x, a.y + b.y) }
  /// The vector from b to a.
  public static func - (a: Point, b: Point) -> Point { Point(a.x - b.x, a.y - b.y) }
  /// The vector scaled.
  public static func * (a: Point, scale: Double) -> Point { Point(a.x * scale, a.y * scale) }

  /// The scalar product of two vectors.
  public func dot(_ other: Point) -> Double { x * other.x + y * other.y }
  /// The z component of the vector product: positive where `other` lies clockwise of self on the screen (y down).
  public func cross(_ other: Point) -> Double { x * other.y - y * other.x }
}

/// A point is written as `[x, y]`, rounded to hundredths of a pixel.
extension Point: Codable {
  /// Reads `[x, y]`.
  public init(from decoder: any Decoder) throws {
    var values = try decoder.unkeyedContainer()
    self.init(try values.decode(Double.self), try values.decode(Double.self))
  }

  /// Writes `[x, y]`.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.unkeyedContainer()
    try values.encode((x * 100).rounded() / 100)
    try values.encode((y * 100).rounded() / 100)
  }
}

extension Point: CustomStringConvertible {
  /// For instance `(12.5, 3.0)`.
  public var description: String { "(\(x), \(y))" }
}
