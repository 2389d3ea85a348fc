/// A projective map of the plane, the 3×3 matrix
/// `[[a, b, c], [d, e, f], [g, h, 1]]` applied to column vectors `(x, y, 1)`.
public struct Transform: Hashable, Sendable {
  /// The matrix, row by row, its last element 1 left out.
  public var a, b, c, d, e, f, g, h: Double

  /// The transform that moves nothing.
  public static let identity = Transform(a: 1, b: 0, c: 0, d: 0, e: 1, f: 0, g: 0, h: 0)

  /// A transform from its matrix.
  public init(a: Double, b: Double, c: Double, d: Double, e: Double, f: Double, g: Double = 0, h: Double = 0) {
    (self.a, self.b, self.c, self.d, self.e, self.f, self.g, self.h) = (a, b, c, d, e, f, g, h)
  }

  /// The map that takes the upright rectangle (0, 0)…(width, height) onto a quad, corner to corner.
  ///
  /// Closed form of Heckbert, "Fundamentals of Texture Mapping and Image Warping" (1989), section 2.2.3. An
  /// affine map, `g` and `h` nil, where the quad is a parallelogram.
  public init(from size: Size, to quad: Quad) {
    let (p0, p1, p2, p3) = (quad.topLeft, quad.topRight, quad.bottomRight, quad.bottomLeft)
    let sum = p0 - p1 + p2 - p3
    let d1 = p1 - p2
    let d2 = p3 - p2
    let determinant = d1.cross(d2)
    var (g, h) = (0.0, 0.0)
    // A thousandth of a pixel is below what sampling can tell apart, and parallelograms are sampled much faster.
    if abs(sum.x) + abs(sum.y) > 1e-3, determinant != 0 {
      g = sum.cross(d2) / determinant
      h = d1.cross(sum) / determinant
    }
    let (w, v) = (1 / Double(max(1, size.width)), 1 / Double(max(1, size.height)))
    self.init(
      a: (p1.x - p0.x + g * p1.x) * w, b: (p3.x - p0.x + h * p3.x) * v, c: p0.x,
      d: (p1.y - p0.y + g * p1.y) * w, e: (p3.y - p0.y + h * p3.y) * v, f: p0.y,
      g: g * w, h: h * v)
  }

  /// Whether parallel lines stay parallel.
  public var isAffine: Bool { g == 0 && h == 0 }

  /// The point moved.
  public func apply(_ p: Point) -> Point {
    let w = g * p.x + h * p.y + 1
    return Point((a * p.x + b * p.y + c) / w, (d * p.x + e * p.y + f) / w)
  }
}
