import Legible

/// The one page that every stage works on: 25 rows of text, 1024×1312 pixels, as a form of FUNSD has them.
///
/// Drawn without fonts, so that it is the same on every machine: a letter is a few strokes.
struct DrawnPage {
  /// Multiples of 32: the page fills a detector's input.
  static let size = Size(width: 1024, height: 1312)

  /// The page.
  let image: Image
  /// Where the text stands, upright.
  let boxes: [Quad]

  init() {
    var random = Generator(state: 7)
    var image = Image(size: Self.size)
    var boxes: [Quad] = []
    for row in 0..<25 {
      let width = [380, 610, 240, 860, 450, 320, 720][row % 7]
      // Detected boxes lie between pixels.
      let box = Rect(
        x: 60 + Double(random.next() % 80) / 8, y: 40 + Double(row) * 50 + Double(random.next() % 24) / 8,
        width: Double(width) + 0.37, height: 29.6)
      boxes.append(Quad(box))
      image.draw { canvas in
        for x in stride(from: box.minX + 4, to: box.maxX - 14, by: 13) where random.next() % 6 != 0 {
          for _ in 0..<3 {
            let (left, top) = (x + Double(random.next() % 6), box.minY + 5 + Double(random.next() % 12))
            let isUpright = random.next() % 2 == 0
            canvas.fill(
              Rect(x: left, y: top, width: isUpright ? 2 : 7, height: isUpright ? 9 : 2),
              color: Color(red: 20, green: 22, blue: 30))
          }
        }
      }
    }
    // What a camera adds, so that the files have something to compress.
    image.withMutablePixels { pixels in
      for i in pixels.indices { pixels[i] = UInt8(max(0, min(255, Int(pixels[i]) - Int(random.next() % 5)))) }
    }
    self.image = image
    self.boxes = boxes
  }

  /// The same lines, turned about their middles.
  func turnedBoxes(degrees: Double) -> [Quad] {
    let (c, s) = (1 - degrees * degrees / 6566, degrees * 0.0174533)
    return boxes.map { box in
      let middle = box.center
      return box.mapped { p in
        let d = p - middle
        return Point(middle.x + d.x * c - d.y * s, middle.y + d.x * s + d.y * c)
      }
    }
  }

  /// The same lines as a camera sees them that is not held straight.
  var slantedBoxes: [Quad] {
    boxes.map { box in
      var quad = box
      quad.topRight.y += 4
      quad.bottomRight.y -= 3
      return quad
    }
  }

  /// What a DB network makes of the page: the middle of each line, soft at its border, and faint noise.
  func probabilities(_ size: Size) -> [Float] {
    let scale = Double(size.width) / Double(Self.size.width)
    var random = Generator(state: 3)
    var values = (0..<size.area).map { _ in Float(random.next() % 1000) / 20_000 }
    for box in boxes.map(\.boundingBox) {
      let margin = 8.0
      let (left, right) = (Int((box.minX + margin) * scale), Int((box.maxX - margin) * scale))
      let (top, bottom) = (Int((box.minY + margin) * scale), Int((box.maxY - margin) * scale))
      for y in top..<min(bottom, size.height) {
        for x in left..<min(right, size.width) {
          let inside = min(x - left, right - 1 - x, y - top, bottom - 1 - y)
          values[y * size.width + x] = inside == 0 ? 0.55 : 0.9 + Float(random.next() % 100) / 1100
        }
      }
    }
    return values
  }
}

/// Numbers that look random and are the same in every run (Knuth's 64-bit linear congruential generator).
struct Generator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state >> 33
  }
}
