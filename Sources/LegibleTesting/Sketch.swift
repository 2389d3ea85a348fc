public import Legible

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

extension Image {
  /// Draws a line of the colour script between four corners.
  public mutating func sketch(_ text: String, in quad: Quad) {
    let letters = Array(text)
    // Paler than the recogniser's letters, darker than the detector's white: holds the blocks of a line together.
    fill(quad, Color(red: 225, green: 225, blue: 225))
    // Each letter is two thirds of its cell; the gap at the right of the last one is not drawn.
    let cells = Double(letters.count) - 1.0 / 3
    for (i, letter) in letters.enumerated() {
      let block = quad.slice(from: Double(i) / cells, to: (Double(i) + 2.0 / 3) / cells)
      fill(block, ColorScript.color(of: letter))
      var top = block
      top.bottomLeft = block.topLeft.interpolated(to: block.bottomLeft, by: 0.25)
      top.bottomRight = block.topRight.interpolated(to: block.bottomRight, by: 0.25)
      fill(top, Color(red: 200, green: 200, blue: 200))
    }
  }

  /// Draws an upright line of the colour script.
  public mutating func sketch(_ text: String, x: Double, y: Double, height: Double) {
    let width = (Double(text.count) - 1.0 / 3) * height
    sketch(text, in: Quad(Rect(x: x, y: y, width: width, height: height)))
  }

  /// Fills the pixels whose centres lie inside a convex quad.
  public mutating func fill(_ quad: Quad, _ color: Color) {
    let box = quad.boundingBox
    let corners = quad.corners
    for y in max(0, Int(box.minY))..<max(0, min(height, Int(box.maxY.rounded(.up)))) {
      for x in max(0, Int(box.minX))..<max(0, min(width, Int(box.maxX.rounded(.up)))) {
        let p = Point(Double(x) + 0.5, Double(y) + 0.5)
        let inside = (0..<4).allSatisfy { (corners[($0 + 1) % 4] - corners[$0]).cross(p - corners[$0]) >= 0 }
        if inside { self[x, y] = color }
      }
    }
  }
}

extension Quad {
  /// A rectangle turned about its middle, clockwise on the screen.
  public init(center: Point, width: Double, height: Double, degrees: Double) {
    let radians = degrees * .pi / 180
    let (c, s) = (cos(radians), sin(radians))
    let along = Point(c, s) * (width / 2)
    let across = Point(-s, c) * (height / 2)
    self.init(
      topLeft: center - along - across, topRight: center + along - across,
      bottomRight: center + along + across, bottomLeft: center - along + across)
  }
}
