@testable import Legible
import LegibleTesting
import Testing

@Suite struct BoxFinderTests {
  static let finder = BoxFinder(
    pixelThreshold: 0.3, boxThreshold: 0.6, unclipRatio: 1.5, maximumCandidates: 1000, polygons: false)

  /// A map that is `inside` in quads and `outside` elsewhere.
  static func map(_ size: Size, _ quads: [Quad], inside: Float = 0.9, outside: Float = 0) -> [Float] {
    var image = Image(size: size)
    for quad in quads { image.fill(quad, .black) }
    return (0..<size.area).map { image.pixels[$0 * 3] == 0 ? inside : outside }
  }

  static func regions(_ size: Size, _ values: [Float], _ finder: BoxFinder = finder) -> [TextRegion] {
    values.withUnsafeBufferPointer { finder.find(in: $0, size: size).map(\.region) }
  }

  /// By area × ratio ÷ perimeter: of the box around the outermost pixels' centres, 99 × 19 × 1.5 ÷ 236 from there on; of small
  /// parts of that around their edges, 100 × 4 × 1.5 ÷ 208; of those between from between, 99.5 × 5.5 × 1.5 ÷ 210.
  @Test(arguments: [(20, 11.956 - 0.5), (4, 2.885), (6, 3.909 - 0.25)] as [(Double, Double)])
  func unclipsByAreaTimesRatioOverPerimeter(height: Double, distance: Double) throws {
    let size = Size(width: 200, height: 100)
    let drawn = Rect(x: 40, y: 30, width: 100, height: height)
    let region = try #require(Self.regions(size, Self.map(size, [Quad(drawn)])).first)
    for (a, b) in zip(region.quad.corners, Quad(drawn).expanded(by: distance).corners) {
      #expect(a.distance(to: b) < 0.01)
    }
    #expect(abs(region.score - 0.9) < 1e-5)
  }

  @Test(arguments: [-44.0, -30, -10, 3, 20, 44]) func findsTurnedBoxes(degrees: Double) throws {
    let size = Size(width: 400, height: 400)
    let drawn = Quad(center: Point(200, 200), width: 200, height: 30, degrees: degrees)
    var finder = Self.finder
    finder.unclipRatio = 0
    let found = try #require(Self.regions(size, Self.map(size, [drawn]), finder).first).quad
    for (a, b) in zip(found.corners, drawn.corners) { #expect(a.distance(to: b) < 1.5) }
  }

  @Test func leavesOutWhatIsFaintSmallOrBelowTheThreshold() {
    let size = Size(width: 100, height: 100)
    let box = Quad(Rect(x: 20, y: 20, width: 40, height: 10))
    #expect(Self.regions(size, Self.map(size, [box], inside: 0.55)).isEmpty, "mean 0.55 is below the box threshold")
    #expect(Self.regions(size, Self.map(size, [box], inside: 0.3)).isEmpty, "0.3 is not above the pixel threshold")
    let dust = Quad(Rect(x: 20, y: 20, width: 40, height: 2))
    #expect(Self.regions(size, Self.map(size, [dust])).isEmpty, "two pixels are noise")
  }

  @Test func keepsTheLargestCandidates() {
    let size = Size(width: 200, height: 200)
    let quads = (0..<5).map { Quad(Rect(x: 10, y: Double($0) * 40 + 2, width: 100, height: Double(4 + $0 * 5))) }
    var finder = Self.finder
    finder.maximumCandidates = 2
    let tops = Self.regions(size, Self.map(size, quads), finder).map { $0.quad.center.y }
    #expect(tops == [3, 4].map { quads[$0].center.y })
  }

  @Test func nothingIsFoundInNothing() {
    for size in [Size(width: 1, height: 1), Size(width: 33, height: 7)] {
      #expect(Self.regions(size, [Float](repeating: 0, count: size.area)).isEmpty)
      #expect(Self.regions(size, [Float](repeating: .nan, count: size.area)).isEmpty)
    }
  }

  @Test func componentsAreThoseOfAFloodFill() {
    let (width, height) = (37, 29)
    var generator = SplitMix64(seed: 7)
    for density in [0.1, 0.35, 0.5, 0.7] {
      let values = (0..<(width * height)).map { _ in
        Double.random(in: 0..<1, using: &generator) < density ? Float(1) : 0
      }
      let components = values.withUnsafeBufferPointer {
        Components($0, width: width, height: height, threshold: 0.5)
      }
      let found = Set(
        components.parts.map { part in
          Set(components.runs[part].flatMap { run in (run.start..<run.end).map { Int(run.row) * width + Int($0) } })
        })
      #expect(found == Set(floodFill(values, width, height)))
    }
  }

  private func floodFill(_ values: [Float], _ width: Int, _ height: Int) -> [Set<Int>] {
    var seen = Set<Int>()
    var parts: [Set<Int>] = []
    for start in values.indices where values[start] > 0.5 && !seen.contains(start) {
      var (part, pending) = (Set<Int>(), [start])
      while let i = pending.popLast() {
        guard values[i] > 0.5, seen.insert(i).inserted else { continue }
        part.insert(i)
        for y in max(0, i / width - 1)...min(height - 1, i / width + 1) {
          for x in max(0, i % width - 1)...min(width - 1, i % width + 1) { pending.append(y * width + x) }
        }
      }
      parts.append(part)
    }
    return parts
  }

  @Test func aPolygonFollowsAnArch() throws {
    // A half ring: its rectangle is far larger than itself, its polygon is not.
    let size = Size(width: 300, height: 200)
    let values = (0..<size.area).map { i -> Float in
      let radius = Point(Double(i % 300) + 0.5, Double(i / 300) + 0.5).distance(to: Point(150, 160))
      return radius > 90 && radius < 110 && i / 300 < 160 ? 0.9 : 0
    }
    var finder = Self.finder
    finder.boxThreshold = 0.1
    finder.polygons = true
    finder.unclipRatio = 0.1
    let region = try #require(Self.regions(size, values, finder).first)
    let polygon = try #require(region.polygon)
    let ring = Double.pi * (110 * 110 - 90 * 90) / 2
    let area = Polygon.area(polygon)
    #expect(area > ring && area < ring * 2)
    #expect(area < region.quad.area / 2)
    #expect(polygon.count < 60)
  }
}

/// A small generator, so that tests draw the same numbers everywhere (Steele, Lea and Flood 2014).
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
