import Legible

/// A picture and the text that is printed on it.
struct Sample {
  /// The file's name without its extension.
  var name: String
  /// The picture.
  var image: Image
  /// The lines in reading order.
  var lines: [String]

  /// Draws a sample on a coloured ground.
  init(_ name: String, width: Int, height: Int, ground: Color = .white, draw: (inout Sketchbook) -> Void) {
    self.name = name
    var book = Sketchbook(image: Image(size: Size(width: width, height: height), filled: ground))
    draw(&book)
    image = book.image
    lines = book.lines
  }
}

/// Draws and remembers what was written.
struct Sketchbook {
  var image: Image
  var lines: [String] = []

  /// Writes a line at a place.
  mutating func write(_ text: String, x: Double, y: Double, size: Double, color: Color = .ink) {
    image.draw { $0.text(text, at: Point(x, y), size: size, color: color) }
    lines.append(text)
  }

  /// Writes a line that ends at `right`.
  mutating func write(_ text: String, right: Double, y: Double, size: Double, color: Color = .ink) {
    write(text, x: right - FontSet.system.extent(of: text, size: size).width, y: y, size: size, color: color)
  }

  /// Writes a line that is turned about its middle, in degrees clockwise.
  mutating func write(_ text: String, center: Point, size: Double, degrees: Double, color: Color = .ink) {
    let extent = FontSet.system.extent(of: text, size: size)
    let quad = Quad.turned(center: center, width: extent.width, height: size / 0.8, degrees: degrees)
    image.draw { $0.text(text, in: quad, color: color) }
    lines.append(text)
  }

  /// Writes characters one below the other.
  mutating func writeColumn(_ text: String, x: Double, y: Double, size: Double) {
    image.draw { canvas in
      for (i, character) in text.enumerated() {
        canvas.text(String(character), at: Point(x, y + Double(i) * size * 1.08), size: size, color: .ink)
      }
    }
    lines.append(text)
  }
}

extension Color {
  /// A black that is not quite black, as ink is.
  static let ink = Color(red: 30, green: 32, blue: 38)
}
