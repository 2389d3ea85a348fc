#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Four corners in image pixels, named as a reader of the *text* sees them.
///
/// For text that is upside down `topLeft` is the corner that is lowest and rightmost in the image: reading goes from
/// the left corners to the right ones. Going round topLeft, topRight, bottomRight, bottomLeft is clockwise on the
/// screen. The same order as MaixPy's `x1, y1 … x4, y4`.
public struct Quad: Hashable, Sendable {
  /// Where the first character begins, at its upper edge.
  public var topLeft: Point
  /// Where the last character ends, at its upper edge.
  public var topRight: Point
  /// Where the last character ends, at its lower edge.
  public var bottomRight: Point
  /// Where the first character begins, at its lower edge.
  public var bottomLeft: Point

  /// A quad of four corners.
  public init(topLeft: Point, topRight: Point, bottomRight: Point, bottomLeft: Point) {
    self.topLeft = topLeft
    self.topRight = topRight
    self.bottomRight = bottomRight
    self.bottomLeft = bottomLeft
  }

  /// The upright rectangle as a quad.
  public init(_ rect: Rect) {
    self.init(
      topLeft: Point(rect.minX, rect.minY), topRight: Point(rect.maxX, rect.minY),
      bottomRight: Point(rect.maxX, rect.maxY), bottomLeft: Point(rect.minX, rect.maxY))
  }

  /// The corners of a whole picture.
  public init(_ size: Size) {
    self.init(Rect(x: 0, y: 0, width: Double(size.width), height: Double(size.height)))
  }

  /// A quad from `x1, y1, x2, y2, x3, y3, x4, y4`; nil unless there are eight finite numbers.
  public init?(coordinates c: [Double]) {
    guard c.count == 8, c.allSatisfy(\.isFinite) else { return nil }
    self.init(
      topLeft: Point(c[0], c[1]), topRight: Point(c[2], c[3]),
      bottomRight: Point(c[4], c[5]), bottomLeft: Point(c[6], c[7]))
  }

  /// The corners: top-left, top-right, bottom-right, bottom-left.
  public var corners: [Point] { [topLeft, topRight, bottomRight, bottomLeft] }

  /// `x1, y1, x2, y2, x3, y3, x4, y4`, in the order of `corners`.
  public var coordinates: [Double] { corners.flatMap { [$0.x, $0.y] } }

  /// Pixels along the text: the mean of the upper and the lower edge.
  public var width: Double { (topLeft.distance(to: topRight) + bottomLeft.distance(to: bottomRight)) / 2 }

  /// Pixels across the text: the mean of the left and the right edge.
  public var height: Double { (topLeft.distance(to: bottomLeft) + topRight.distance(to: bottomRight)) / 2 }

  /// The mean of the corners.
  public var center: Point { (topLeft + topRight + bottomRight + bottomLeft) * 0.25 }

  /// The direction of reading in radians, 0 to the right, positive downwards (clockwise on the screen), −π…π.
  public var angle: Double {
    let along = (topRight - topLeft) + (bottomRight - bottomLeft)
    return atan2(along.y, along.x)
  }

  /// The smallest upright rectangle around the corners.
  public var boundingBox: Rect {
    Rect(
      minX: min(topLeft.x, topRight.x, bottomRight.x, bottomLeft.x),
      minY: min(topLeft.y, topRight.y, bottomRight.y, bottomLeft.y),
      maxX: max(topLeft.x, topRight.x, bottomRight.x, bottomLeft.x),
      maxY: max(topLeft.y, topRight.y, bottomRight.y, bottomLeft.y))
  }

  /// The enclosed area in square pixels.
  public var area: Double { abs((bottomRight - topLeft).cross(bottomLeft - topRight)) / 2 }

  /// Whether every corner turns clockwise on the screen, so that the quad encloses an area, is not seen in a mirror, and
  /// its corners are named in their order: what a picture can be warped from.
  public var isConvex: Bool {
    let edges = [topRight - topLeft, bottomRight - topRight, bottomLeft - bottomRight, topLeft - bottomLeft]
    return (0..<4).allSatisfy { edges[$0].cross(edges[($0 + 1) % 4]) > 0 }
  }

  /// The same corners named for a reader who turned the head by a quarter turn clockwise `quarterTurns` times: after
  /// one, text that runs down the page is seen as running to the right.
  public func turned(quarterTurns: Int) -> Quad {
    let p = corners
    let k = ((quarterTurns % 4) + 4) % 4
    return Quad(topLeft: p[k], topRight: p[(k + 1) % 4], bottomRight: p[(k + 2) % 4], bottomLeft: p[(k + 3) % 4])
  }

  /// The quad with each corner changed.
  public func mapped(_ change: (Point) -> Point) -> Quad {
    Quad(
      topLeft: change(topLeft), topRight: change(topRight),
      bottomRight: change(bottomRight), bottomLeft: change(bottomLeft))
  }

  /// The slice between two fractions of the way from the left edge (0) to the right one (1).
  public func slice(from start: Double, to end: Double) -> Quad {
    Quad(
      topLeft: topLeft.interpolated(to: topRight, by: start), topRight: topLeft.interpolated(to: topRight, by: end),
      bottomRight: bottomLeft.interpolated(to: bottomRight, by: end),
      bottomLeft: bottomLeft.interpolated(to: bottomRight, by: start))
  }
}

/// A quad is written as its four corners, `[[x, y], [x, y], [x, y], [x, y]]`.
extension Quad: Codable {
  /// Reads four corners.
  public init(from decoder: any Decoder) throws {
    var points = try decoder.unkeyedContainer()
    self.init(
      topLeft: try points.decode(Point.self), topRight: try points.decode(Point.self),
      bottomRight: try points.decode(Point.self), bottomLeft: try points.decode(Point.self))
  }

  /// Writes four corners.
  public func encode(to encoder: any Encoder) throws {
    var points = encoder.unkeyedContainer()
    for corner in corners { try points.encode(corner) }
  }
}
