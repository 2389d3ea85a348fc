internal import Raster

/// The outline of a part, let out by a distance, as a polygon.
///
/// Offsetting a polygon with notches by its edges crosses itself and needs a clipper; here the part is drawn into a
/// mask, each pixel's distance to it is computed (Felzenszwalb and Huttenlocher, "Distance Transforms of Sampled
/// Functions", 2012), and the border of the pixels within the distance is followed: what a round-join offset gives.
enum Outline {
  /// The polygon clockwise on the screen, in map pixels, simplified to one pixel: the steps of a pixel outline vanish.
  static func expanded(_ runs: ArraySlice<Components.Run>, by distance: Double, in size: Size) -> [Point] {
    guard let first = runs.first, let last = runs.last else { return [] }
    let margin = Int(distance.rounded(.up)) + 2
    let left = Int(runs.map(\.start).min() ?? 0) - margin
    let right = Int(runs.map(\.end).max() ?? 0) + margin
    let top = Int(first.row) - margin
    let (width, height) = (right - left, Int(last.row) + 1 + margin - top)
    var squared = [Float](repeating: .greatestFiniteMagnitude / 4, count: width * height)
    for run in runs {
      for x in run.start..<run.end { squared[(Int(run.row) - top) * width + Int(x) - left] = 0 }
    }
    squaredDistances(&squared, width, height)
    let limit = Float(distance * distance)
    let inside = squared.map { $0 <= limit }
    return border(inside, width, height).map { Point($0.x + Double(left), $0.y + Double(top)) }
  }

  /// Distance to the nearest 0, squared: first down the columns, then along the rows.
  private static func squaredDistances(_ f: inout [Float], _ width: Int, _ height: Int) {
    var line = [Float](repeating: 0, count: max(width, height))
    for x in 0..<width {
      for y in 0..<height { line[y] = f[y * width + x] }
      let transformed = lowerEnvelope(line, height)
      for y in 0..<height { f[y * width + x] = transformed[y] }
    }
    for y in 0..<height {
      for x in 0..<width { line[x] = f[y * width + x] }
      let transformed = lowerEnvelope(line, width)
      for x in 0..<width { f[y * width + x] = transformed[x] }
    }
  }

  /// The minimum over q of (p − q)² + f(q) for each p: the lower envelope of parabolas.
  private static func lowerEnvelope(_ f: [Float], _ count: Int) -> [Float] {
    var vertices = [0]
    var bounds: [Float] = [-.infinity]
    for q in 1..<max(1, count) {
      while let v = vertices.last, let bound = bounds.last {
        let s = ((f[q] + Float(q * q)) - (f[v] + Float(v * v))) / Float(2 * (q - v))
        if s > bound || vertices.count == 1 {
          vertices.append(q)
          bounds.append(s)
          break
        }
        vertices.removeLast()
        bounds.removeLast()
      }
    }
    var k = 0
    return (0..<count).map { p in
      while k + 1 < vertices.count, bounds[k + 1] < Float(p) { k += 1 }
      let d = Float(p - vertices[k])
      return d * d + f[vertices[k]]
    }
  }

  /// Follows the pixel edges round the first part found, keeping the inside to the right: clockwise on the screen.
  private static func border(_ inside: [Bool], _ width: Int, _ height: Int) -> [Point] {
    guard let start = inside.firstIndex(of: true) else { return [] }
    func filled(_ x: Int, _ y: Int) -> Bool {
      x >= 0 && y >= 0 && x < width && y < height && inside[y * width + x]
    }
    // Corner coordinates, and the direction: 0 right, 1 down, 2 left, 3 up.
    let origin = (start % width, start / width)
    var (x, y, direction) = (origin.0, origin.1, 0)
    var corners: [Point] = []
    repeat {
      corners.append(Point(Double(x), Double(y)))
      switch direction {
      case 0: x += 1
      case 1: y += 1
      case 2: x -= 1
      default: y -= 1
      }
      // The two pixels ahead, to the left and to the right of the way.
      let (ahead1, ahead2) =
        switch direction {
        case 0: (filled(x, y - 1), filled(x, y))
        case 1: (filled(x, y), filled(x - 1, y))
        case 2: (filled(x - 1, y), filled(x - 1, y - 1))
        default: (filled(x - 1, y - 1), filled(x, y - 1))
        }
      if ahead1 {
        direction = (direction + 3) % 4
      } else if !ahead2 {
        direction = (direction + 1) % 4
      }
    } while !(x == origin.0 && y == origin.1)
    return Polygon.simplified(corners, tolerance: 1)
  }
}
