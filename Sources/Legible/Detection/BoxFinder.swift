internal import Raster

/// Turns a probability map into boxes: threshold, connected parts, minimum-area rectangles, box score, unclip.
///
/// The post-processing of DB (Liao et al. 2020) as PaddleOCR's `DBPostProcess` does it, but without its roundings: nothing
/// is cut to whole pixels on the way.
struct BoxFinder {
  var pixelThreshold: Float
  var boxThreshold: Float
  var unclipRatio: Double
  var maximumCandidates: Int
  var polygons: Bool

  /// Smaller parts, in map pixels across, are noise (PaddleOCR's `min_size`).
  static let minimumSide = 3.0

  /// A part is let out from the centres of its outermost pixels, as PaddleOCR does it and as the ratios of the models were chosen:
  /// from their edges, half a pixel further out, boxes are 2.4 pixels too high. Very small parts are let out from the edges
  /// all the same, those from 4 to 8 pixels from between: else 12-pixel text loses its outlines (docs/accuracy.md).
  static let smallParts = 4.0...8.0

  /// A box in map pixels, and how high the part was before it was let out.
  struct Found {
    var region: TextRegion
    var kernelHeight: Double
  }

  /// The boxes in map pixels, from the top.
  func find(in values: UnsafeBufferPointer<Float>, size: Size) -> [Found] {
    let components = Components(values, width: size.width, height: size.height, threshold: pixelThreshold)
    var parts = components.parts
    if parts.count > maximumCandidates {
      // The longest lists of runs are the tallest parts; order is restored for a result that does not jump.
      parts = Array(parts.sorted { $0.count > $1.count }.prefix(max(0, maximumCandidates)))
        .sorted { $0.lowerBound < $1.lowerBound }
    }
    return parts.compactMap { region(of: components.runs[$0], values, size) }
  }

  private func region(
    of runs: ArraySlice<Components.Run>, _ values: UnsafeBufferPointer<Float>, _ size: Size
  ) -> Found? {
    guard let box = Polygon.minimumAreaRectangle(around: Self.outerCorners(runs)) else { return nil }
    guard min(box.width, box.height) >= Self.minimumSide else { return nil }
    let score = Self.mean(of: values, size, inside: box)
    guard score >= boxThreshold else { return nil }
    let distance = distance(of: box)
    let polygon = polygons ? Outline.expanded(runs, by: max(0, distance), in: size) : nil
    return Found(
      region: TextRegion(quad: box.expanded(by: distance), polygon: polygon, score: score),
      kernelHeight: min(box.width, box.height))
  }

  /// How far the box around the pixels of a part is let out on each side: area × ratio ÷ perimeter of the box around
  /// their centres, from that box on. Negative where a ratio near 0 lets nothing out.
  private func distance(of box: Quad) -> Double {
    let (least, most) = (Self.smallParts.lowerBound, Self.smallParts.upperBound)
    let share = (min(box.width, box.height) - least) / (most - least)
    let inset = 0.5 * max(0, min(1, share))
    let (width, height) = (box.width - 2 * inset, box.height - 2 * inset)
    return width * height * unclipRatio / (2 * (width + height)) - inset
  }

  /// The corners of each row's first and last pixel: their hull is the hull of the part.
  private static func outerCorners(_ runs: ArraySlice<Components.Run>) -> [Point] {
    var corners: [Point] = []
    corners.reserveCapacity(runs.count * 4)
    var i = runs.startIndex
    while i < runs.endIndex {
      let row = runs[i].row
      let start = runs[i].start
      var end = runs[i].end
      while i < runs.endIndex, runs[i].row == row {
        end = runs[i].end
        i += 1
      }
      let (left, right, top) = (Double(start), Double(end), Double(row))
      corners += [Point(left, top), Point(right, top), Point(left, top + 1), Point(right, top + 1)]
    }
    return corners
  }

  /// The mean probability of the pixels whose centres lie inside a convex quad; 0 where there are none.
  static func mean(of values: UnsafeBufferPointer<Float>, _ size: Size, inside quad: Quad) -> Float {
    let bounds = quad.boundingBox
    let firstRow = max(0, Int(bounds.minY.rounded(.down)))
    let lastRow = min(size.height - 1, Int(bounds.maxY.rounded(.up)))
    guard firstRow <= lastRow else { return 0 }
    var (sum, count) = (0.0, 0)
    for row in firstRow...lastRow {
      guard let columns = quad.columns(ofRow: row, width: size.width) else { continue }
      var rowSum = Float(0)
      for x in columns { rowSum += values[row * size.width + x] }
      sum += Double(rowSum)
      count += columns.count
    }
    return count > 0 ? Float(sum / Double(count)) : 0
  }
}

extension Quad {
  /// The pixels of a row whose centres lie inside the quad, if it is convex; nil where there are none.
  ///
  /// - Parameter width: of the map; pixels beyond it do not count.
  func columns(ofRow row: Int, width: Int) -> Range<Int>? {
    let y = Double(row) + 0.5
    var (left, right) = (Double.infinity, -Double.infinity)
    func cross(_ a: Point, _ b: Point) {
      guard (a.y <= y) != (b.y <= y) else { return }
      let x = a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x)
      left = min(left, x)
      right = max(right, x)
    }
    cross(topLeft, topRight)
    cross(topRight, bottomRight)
    cross(bottomRight, bottomLeft)
    cross(bottomLeft, topLeft)
    guard left < right else { return nil }
    let from = max(0, Int((left - 0.5).rounded(.up)))
    let to = min(width - 1, Int((right - 0.5).rounded(.down)))
    return from <= to ? from..<to + 1 : nil
  }

  /// A rectangle with each side moved outwards, in pixels.
  func expanded(by distance: Double) -> Quad { expanded(along: distance, across: distance) }

  /// The same, with the left and the right side moved by another distance than the upper and the lower one.
  func expanded(along: Double, across: Double) -> Quad {
    func scaled(_ vector: Point, to distance: Double) -> Point {
      let length = vector.dot(vector).squareRoot()
      return length > 0 ? vector * (distance / length) : .zero
    }
    let along = scaled(topRight - topLeft, to: along)
    let across = scaled(bottomLeft - topLeft, to: across)
    return Quad(
      topLeft: topLeft - along - across, topRight: topRight + along - across,
      bottomRight: bottomRight + along + across, bottomLeft: bottomLeft - along + across)
  }
}
