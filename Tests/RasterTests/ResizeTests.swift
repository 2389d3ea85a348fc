import Testing

@testable import Raster

@Suite struct ResizeTests {
  private static let sizes = [
    Size(width: 1, height: 1), Size(width: 7, height: 40), Size(width: 64, height: 48), Size(width: 100, height: 3),
    Size(width: 33, height: 97),
  ]

  @Test(arguments: sizes)
  func flatStaysFlat(_ size: Size) {
    for level in [0, 1, 77, 254, 255] as [UInt8] {
      let color = Color(red: level, green: 255 - level, blue: 128)
      for source in [Size(width: 50, height: 31), Size(width: 1, height: 1), Size(width: 400, height: 3)] {
        #expect(Image(size: source, filled: color).resized(to: size) == Image(size: size, filled: color))
      }
    }
  }

  @Test func theMeanIsKept() {
    let image = Samples.noise(Size(width: 240, height: 160))
    for size in [Size(width: 120, height: 80), Size(width: 37, height: 29), Size(width: 480, height: 320)] {
      #expect(abs(image.resized(to: size).mean - image.mean) < 1.5, "\(size)")
    }
  }

  /// The same filter written out: a triangle over source pixels, widened by the reduction.
  private func reference(_ image: Image, _ size: Size) -> [Double] {
    func weights(_ i: Int, _ from: Int, _ to: Int) -> [(Int, Double)] {
      let scale = Double(from) / Double(to)
      let (center, support) = ((Double(i) + 0.5) * scale, max(1, scale))
      let all = (0..<from).map { ($0, max(0, 1 - abs(Double($0) + 0.5 - center) / support)) }
      let sum = all.reduce(0) { $0 + $1.1 }
      return all.filter { $0.1 > 0 }.map { ($0.0, $0.1 / sum) }
    }
    var result: [Double] = []
    for y in 0..<size.height {
      for x in 0..<size.width {
        for channel in 0..<3 {
          var value = 0.0
          for (row, a) in weights(y, image.height, size.height) {
            for (column, b) in weights(x, image.width, size.width) {
              value += a * b * Double(image.pixels[(row * image.width + column) * 3 + channel])
            }
          }
          result.append(value)
        }
      }
    }
    return result
  }

  @Test(arguments: [
    Size(width: 20, height: 15), Size(width: 40, height: 30), Size(width: 13, height: 30), Size(width: 90, height: 11),
    Size(width: 3, height: 2), Size(width: 41, height: 31),
  ])
  func asTheReference(_ size: Size) {
    let image = Samples.noise(Size(width: 40, height: 30), seed: 3)
    let found = image.resized(to: size).pixels
    let worst = zip(found, reference(image, size)).map { abs(Double($0) - $1) }.max() ?? 0
    #expect(worst <= 1.01, "\(size): off by \(worst)")
  }

  @Test func nothingIsShifted() {
    let image = Samples.quarters(Size(width: 200, height: 100))
    for size in [Size(width: 40, height: 20), Size(width: 500, height: 300)] {
      #expect(image.resized(to: size).quarterColors == Samples.quarterColors)
      // Turned and then scaled is scaled and then turned.
      let (a, b) = (image.turned(quarterTurns: 2).resized(to: size), image.resized(to: size).turned(quarterTurns: 2))
      #expect(zip(a.pixels, b.pixels).allSatisfy { abs(Int($0) - Int($1)) <= 1 })
    }
  }

  @Test func rowsMayBeWiderThanThePicture() {
    let image = Samples.noise(Size(width: 30, height: 20))
    let size = Size(width: 11, height: 7)
    var wide = [UInt8](repeating: 9, count: 50 * 7)
    wide.withUnsafeMutableBufferPointer { image.resize(into: $0, size: size, rowStride: 50) }
    let narrow = image.resized(to: size)
    for y in 0..<7 {
      #expect(Array(wide[(y * 50)..<(y * 50 + 33)]) == Array(narrow.pixels[(y * 33)..<(y * 33 + 33)]))
      #expect(wide[(y * 50 + 33)..<(y * 50 + 50)].allSatisfy { $0 == 9 })
    }
  }

  /// A detector's tiles are scaled one by one: together they have to be the picture that is scaled as a whole.
  @Test(arguments: [Size(width: 211, height: 97), Size(width: 40, height: 300), Size(width: 97, height: 64)])
  func aWindowIsWhatTheWholeHasThere(scaled: Size) {
    let source = Size(width: 97, height: 141)
    let image = Image(
      size: source, pixels: (0..<(source.area * 3)).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) })
    let whole = image.resized(to: scaled)
    for (left, top, width, height) in [(0, 0, 40, 30), (7, 11, 33, 40), (scaled.width - 21, scaled.height - 9, 21, 9)] {
      let size = Size(width: width, height: height)
      let window = Image(size: size) {
        image.resize(window: (left, top, size), of: scaled, into: $0, rowStride: width * 3)
      }
      #expect(window == whole.cropped(x: left, y: top, width: width, height: height))
    }
  }
}
