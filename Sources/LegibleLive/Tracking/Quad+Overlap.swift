internal import Legible

extension Quad {
  /// The area that two convex quads have in common, in square pixels (Sutherland and Hodgman 1974); 0 where one of them is
  /// not convex or named anticlockwise.
  func commonArea(with other: Quad) -> Double {
    if boundingBox.intersection(other.boundingBox).isEmpty { return 0 }
    var polygon = corners
    let edges = other.corners
    for i in edges.indices {
      let (from, to) = (edges[i], edges[(i + 1) % 4])
      func side(_ p: Point) -> Double { (to - from).cross(p - from) }
      var clipped: [Point] = []
      for k in polygon.indices {
        let (a, b) = (polygon[k], polygon[(k + 1) % polygon.count])
        let (sideA, sideB) = (side(a), side(b))
        if sideA >= 0 { clipped.append(a) }
        if (sideA >= 0) != (sideB >= 0) { clipped.append(a.interpolated(to: b, by: sideA / (sideA - sideB))) }
      }
      if clipped.isEmpty { return 0 }
      polygon = clipped
    }
    return Polygon.area(polygon)
  }

  /// Common area ÷ area of both together, 0…1.
  func overlap(with other: Quad) -> Double {
    let common = commonArea(with: other)
    let all = area + other.area - common
    return common > 0 && all > 0 ? common / all : 0
  }

  /// How much of this quad another one covers, 0…1.
  func share(coveredBy other: Quad) -> Double {
    area > 0 ? commonArea(with: other) / area : 0
  }

  /// The quad moved.
  func moved(by offset: Point) -> Quad { mapped { $0 + offset } }
}
