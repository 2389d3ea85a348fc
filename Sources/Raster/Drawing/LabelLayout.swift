/// A plate with a text, placed beside the quad that it names.
struct LabelPlate: Hashable, Sendable {
  /// Which label it belongs to.
  var index: Int
  /// Where it lies, inside the picture as far as it fits there.
  var rect: Rect
  /// The text, cut off with an ellipsis where it is wider than the picture.
  var text: String
  /// Of the font, in pixels.
  var size: Double
}

/// Finds a place for each label's text: below its quad or above it, else beside or farther away, never on the quad itself
/// unless there is no other room, and on other labels and other quads only where that cannot be avoided.
struct LabelLayout {
  /// The picture.
  let frame: Size
  /// The extent of a text in a font size.
  let extent: (String, Double) -> (width: Double, height: Double)

  /// Pixels between a quad and its plate, and the plate's margins left and right of the text.
  static let gap = 2.0
  static let margin = 4.0

  /// The plates of the labels whose text is not empty, in their order.
  func plates(for labels: [Label]) -> [LabelPlate] {
    let shapes = labels.map { Shape($0.quad) }
    var placed: [LabelPlate] = []
    for (index, label) in labels.enumerated() where !label.text.isEmpty {
      guard let shape = shapes[index], var plate = sized(label, index) else { continue }
      let (width, height) = (plate.rect.width, plate.rect.height)
      var best = Double.infinity
      for (rank, corner) in candidates(around: shape.box, width: width, height: height).enumerated() {
        let rect = clamped(Rect(x: corner.x, y: corner.y, width: width, height: height))
        // Far worse than all others: the text that is named. Then plates, which hide each other, then other texts.
        var cost = 10 * shape.overlap(rect) + 0.01 * Double(rank) * rect.area
        for other in placed where cost < best { cost += 3 * other.rect.intersection(rect).area }
        for (i, other) in shapes.enumerated() where i != index && cost < best { cost += other?.overlap(rect) ?? 0 }
        if cost < best { (best, plate.rect) = (cost, rect) }
      }
      placed.append(plate)
    }
    return placed
  }

  /// A plate as large as its text needs, at no place yet; nil where there is nothing to draw.
  private func sized(_ label: Label, _ index: Int) -> LabelPlate? {
    let lineHeight = min(label.quad.width, label.quad.height)
    // From what can be read on a screen to what does not hide the picture; in steps, so that it does not flicker when the
    // quad does.
    let least = max(11, Double(frame.height) / 45)
    let most = max(least, Double(frame.height) / 18)
    var size = (max(least, min(most, lineHeight * 0.6)) / 2).rounded() * 2
    var text = String(label.text.map { $0.isNewline ? " " : $0 })
    let room = Double(frame.width) - 2 * Self.margin
    var (width, height) = extent(text, size)
    guard width > 0, height > 0, room > 0 else { return nil }
    if width > room {
      size = max(min(size, least), (size * room / width).rounded(.down))
      (width, height) = extent(text, size)
    }
    var count = text.count
    while width > room, count > 1 {
      count = max(1, min(count - 1, Int(Double(count) * room / width)))
      text = text.prefix(count) + "…"
      (width, height) = extent(text, size)
    }
    return LabelPlate(
      index: index, rect: Rect(x: 0, y: 0, width: width + 2 * Self.margin, height: height), text: text, size: size)
  }

  /// Top-left corners of where a plate might lie, the preferred first.
  private func candidates(around box: Rect, width: Double, height: Double) -> [Point] {
    let (below, above) = (box.maxY + Self.gap, box.minY - Self.gap - height)
    let (right, middle) = (box.maxX - width, box.center.x - width / 2)
    let center = box.center.y - height / 2
    var points = [
      Point(box.minX, below), Point(box.minX, above), Point(right, below), Point(right, above), Point(middle, below),
      Point(middle, above), Point(box.maxX + Self.gap, center), Point(box.minX - Self.gap - width, center),
    ]
    for step in 1...4 {
      let distance = Double(step) * (height + Self.gap)
      points.append(Point(box.minX, below + distance))
      points.append(Point(box.minX, above - distance))
    }
    return points
  }

  /// The rectangle moved into the picture; one that is larger begins at its top-left corner.
  private func clamped(_ rect: Rect) -> Rect {
    Rect(
      x: max(0, min(rect.minX, Double(frame.width) - rect.width)),
      y: max(0, min(rect.minY, Double(frame.height) - rect.height)), width: rect.width, height: rect.height)
  }

  /// The pixels of a quad, as rectangles: one for a level line, several for a slanted one.
  private struct Shape {
    let box: Rect
    private let parts: [Rect]

    /// Nil for corners that are no numbers.
    init?(_ quad: Quad) {
      guard quad.coordinates.allSatisfy({ $0.isFinite && abs($0) < 1e7 }) else { return nil }
      box = quad.boundingBox
      let isLevel = box.area <= quad.area * 1.2
      let count = isLevel ? 1 : 8
      parts = (0..<count).map {
        quad.slice(from: Double($0) / Double(count), to: Double($0 + 1) / Double(count)).boundingBox
      }
    }

    /// Square pixels of a rectangle that lie on the quad.
    func overlap(_ rect: Rect) -> Double {
      if box.intersection(rect).isEmpty { return 0 }
      return parts.reduce(0) { $0 + $1.intersection(rect).area }
    }
  }
}
