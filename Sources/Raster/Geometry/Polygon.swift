/// Algorithms on closed polygons, given as their corners in order.
public enum Polygon {
  /// The enclosed area in square pixels, whatever the direction of the corners (shoelace formula).
  public static func area(_ points: [Point]) -> Double {
    guard points.count > 2, var previous = points.last else { return 0 }
    var twice = 0.0
    for point in points {
      twice += previous.cross(point)
      previous = point
    }
    return abs(twice) / 2
  }

  /// The length of the outline in pixels.
  public static func perimeter(_ points: [Point]) -> Double {
    guard var previous = points.last else { return 0 }
    var length = 0.0
    for point in points {
      length += previous.distance(to: point)
      previous = point
    }
    return length
  }

  /// The corners of the convex hull, clockwise on the screen, without points inside an edge.
  ///
  /// Andrew's monotone chain (1979). Linear for points that are sorted by y, then x, as rows of pixels give them.
  public static func convexHull(_ points: [Point]) -> [Point] {
    func isBefore(_ a: Point, _ b: Point) -> Bool { a.y != b.y ? a.y < b.y : a.x < b.x }
    var sorted = points
    if zip(sorted, sorted.dropFirst()).contains(where: { isBefore($1, $0) }) { sorted.sort(by: isBefore) }
    guard sorted.count > 2 else { return sorted }
    var hull: [Point] = []
    hull.reserveCapacity(32)
    func extend(with point: Point, floor: Int) {
      while hull.count > floor + 1,
        (hull[hull.count - 1] - hull[hull.count - 2]).cross(point - hull[hull.count - 1]) <= 0
      {
        hull.removeLast()
      }
      hull.append(point)
    }
    for point in sorted { extend(with: point, floor: 0) }
    let half = hull.count - 1
    for point in sorted.dropLast().reversed() { extend(with: point, floor: half) }
    hull.removeLast()
    return hull
  }

  /// The rectangle of least area around points, as an upright-most quad: its top edge is the one nearest to horizontal
  /// whose angle lies in (−45°, 45°]. Nil where there are no points.
  ///
  /// One side of it lies on an edge of the convex hull (Freeman and Shapira 1975; rotating calipers, Toussaint 1983).
  /// The hulls here have some ten corners, so each edge is tried against each corner.
  public static func minimumAreaRectangle(around points: [Point]) -> Quad? {
    let hull = convexHull(points)
    guard let first = hull.first else { return nil }
    var best: (area: Double, along: Point, minU: Double, maxU: Double, minV: Double, maxV: Double)?
    for i in hull.indices {
      let edge = hull[(i + 1) % hull.count] - hull[i]
      let length = edge.dot(edge).squareRoot()
      guard length > 0 else { continue }
      let u = edge * (1 / length)
      let v = Point(-u.y, u.x)
      var (minU, maxU) = (Double.infinity, -Double.infinity)
      var (minV, maxV) = (Double.infinity, -Double.infinity)
      for point in hull {
        let (pu, pv) = (point.dot(u), point.dot(v))
        minU = min(minU, pu)
        maxU = max(maxU, pu)
        minV = min(minV, pv)
        maxV = max(maxV, pv)
      }
      let area = (maxU - minU) * (maxV - minV)
      if area < (best?.area ?? .infinity) { best = (area, u, minU, maxU, minV, maxV) }
    }
    guard let best else {
      return Quad(topLeft: first, topRight: first, bottomRight: first, bottomLeft: first)
    }
    let (u, v) = (best.along, Point(-best.along.y, best.along.x))
    let quad = Quad(
      topLeft: u * best.minU + v * best.minV, topRight: u * best.maxU + v * best.minV,
      bottomRight: u * best.maxU + v * best.maxV, bottomLeft: u * best.minU + v * best.maxV)
    // Name the corners so that the top edge points to the right.
    let turns = Int((quad.angle / (.pi / 2)).rounded(.toNearestOrAwayFromZero))
    return quad.turned(quarterTurns: -turns)
  }

  /// The polygon with fewer corners, none of the old outline farther than `tolerance` pixels from the new one
  /// (Douglas and Peucker 1973). The outline is cut at its two farthest corners.
  public static func simplified(_ points: [Point], tolerance: Double) -> [Point] {
    guard points.count > 4, let first = points.first else { return points }
    let far = points.indices.max { first.distance(to: points[$0]) < first.distance(to: points[$1]) } ?? 0
    return simplifiedChain(Array(points[0...far]), tolerance).dropLast()
      + simplifiedChain(Array(points[far...]) + [first], tolerance).dropLast()
  }

  private static func simplifiedChain(_ chain: [Point], _ tolerance: Double) -> [Point] {
    var keep = [Bool](repeating: false, count: chain.count)
    keep[0] = true
    keep[chain.count - 1] = true
    var pending = [(0, chain.count - 1)]
    while let (from, to) = pending.popLast() {
      guard to > from + 1 else { continue }
      let edge = chain[to] - chain[from]
      let length = edge.dot(edge).squareRoot()
      var (worst, at) = (tolerance, -1)
      for i in (from + 1)..<to {
        let offset = chain[i] - chain[from]
        let distance = length > 0 ? abs(edge.cross(offset)) / length : offset.dot(offset).squareRoot()
        if distance > worst { (worst, at) = (distance, i) }
      }
      if at >= 0 {
        keep[at] = true
        pending += [(from, at), (at, to)]
      }
    }
    return chain.indices.filter { keep[$0] }.map { chain[$0] }
  }
}
