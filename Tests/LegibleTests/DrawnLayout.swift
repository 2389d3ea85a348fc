import Legible

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A page described line by line in the order in which it should be read.
struct DrawnLayout {
  var lines: [TextLine] = []

  /// Adds a line of text at a place, in pixels.
  mutating func add(
    _ text: String, x: Double, y: Double, width: Double, height: Double = 20,
    direction: TextLine.Direction = .horizontal
  ) {
    let quad = Quad(Rect(x: x, y: y, width: width, height: height))
    let characters = text.map { TextCharacter(text: String($0), score: 1, quad: quad) }
    lines.append(TextLine(quad: quad, characters: characters, direction: direction))
  }

  /// Adds a paragraph of justified lines, the last one of which is short.
  mutating func addProse(_ name: String, x: Double, y: Double, width: Double, lines count: Int, pitch: Double = 28) {
    for i in 0..<count {
      add("\(name)\(i)", x: x, y: y + Double(i) * pitch, width: i == count - 1 ? width * 0.4 : width)
    }
  }

  /// Adds a vertical line of upright characters.
  mutating func addVertical(_ text: String, x: Double, y: Double, height: Double, width: Double = 24) {
    add(text, x: x, y: y, width: width, height: height, direction: .vertical)
  }

  /// The texts in the order that was described.
  var texts: [String] { lines.map(\.text) }

  /// The page turned clockwise by an angle in degrees about (500, 500), its quads named as their readers see them.
  func turned(by degrees: Double) -> DrawnLayout {
    let (c, s) = (cos(degrees * .pi / 180), sin(degrees * .pi / 180))
    var copy = self
    for i in copy.lines.indices {
      copy.lines[i].quad = copy.lines[i].quad.mapped { p in
        let d = p - Point(500, 500)
        return Point(500 + d.x * c - d.y * s, 500 + d.x * s + d.y * c)
      }
    }
    return copy
  }

  /// The texts as `ReadingOrder` reads the shuffled lines.
  func read(seed: UInt64 = 1, findsColumns: Bool = true) -> [String] {
    var generator = SplitMix(state: seed)
    return ReadingOrder(findsColumns: findsColumns).order(lines.shuffled(using: &generator)).map(\.text)
  }
}

/// A generator of the same numbers in every run (Steele, Lea and Flood 2014).
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
