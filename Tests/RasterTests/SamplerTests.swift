import Testing

@testable import Raster

/// Warping against its definition, a pixel at a time.
@Suite struct SamplerTests {
  /// The mean of the four pixels around a point in 1/65536 of a pixel, each moved into the picture.
  private static func pixel(_ image: Image, _ px: Int, _ py: Int) -> [UInt8] {
    let (x, y, fx, fy) = (px >> 16, py >> 16, (px >> 8) & 255, (py >> 8) & 255)
    func level(_ x: Int, _ y: Int, _ channel: Int) -> Int {
      let (column, row) = (min(max(x, 0), image.width - 1), min(max(y, 0), image.height - 1))
      return Int(image.pixels[(row * image.width + column) * 3 + channel])
    }
    return (0..<3).map { c in
      let upper = level(x, y, c) * (256 - fx) + level(x + 1, y, c) * fx
      let lower = level(x, y + 1, c) * (256 - fx) + level(x + 1, y + 1, c) * fx
      return UInt8((upper * (256 - fy) + lower * fy + 32768) >> 16)
    }
  }

  private static func reference(_ image: Image, _ quad: Quad, _ size: Size) -> [UInt8] {
    let map = Transform(from: size, to: quad)
    func fixed(_ value: Double) -> Int { Int(max(-1e9, min(1e9, value)) * 65536) }
    var result: [UInt8] = []
    for y in 0..<size.height {
      for x in 0..<size.width {
        if map.isAffine {
          let start = map.apply(Point(0.5, Double(y) + 0.5))
          result += pixel(image, fixed(start.x - 0.5) + x * fixed(map.a), fixed(start.y - 0.5) + x * fixed(map.d))
        } else {
          let p = map.apply(Point(Double(x) + 0.5, Double(y) + 0.5))
          func place(_ v: Double) -> Int { v.isFinite ? Int(max(-1e6, min(1e6, v - 0.5)) * 65536) : 0 }
          result += pixel(image, place(p.x), place(p.y))
        }
      }
    }
    return result
  }

  private func check(_ image: Image, _ quad: Quad, _ size: Size) {
    // A byte more at the end of each row, which has to stay as it is.
    let stride = size.width * 3 + 1
    var found = [UInt8](repeating: 77, count: stride * size.height)
    found.withUnsafeMutableBufferPointer { target in
      image.pixels.withUnsafeBufferPointer { source in
        Sampler(
          source: source.baseAddress!, width: image.width, height: image.height, map: Transform(from: size, to: quad)
        ).sample(into: target.baseAddress!, size: size, rowStride: stride)
      }
    }
    var rows: [UInt8] = []
    for y in 0..<size.height {
      rows += found[(y * stride)..<(y * stride + size.width * 3)]
      #expect(found[(y + 1) * stride - 1] == 77)
    }
    #expect(rows == Self.reference(image, quad, size), "\(image.size) from \(quad.coordinates) to \(size)")
  }

  /// Every place relative to the border, along both axes, upright, mirrored, turned, sheared and projective.
  @Test(arguments: [
    Size(width: 1, height: 1), Size(width: 2, height: 2), Size(width: 3, height: 2), Size(width: 1, height: 9),
    Size(width: 9, height: 1), Size(width: 31, height: 17),
  ])
  func asDefined(_ size: Size) {
    let image = Samples.noise(size, seed: 9)
    let (w, h) = (Double(size.width), Double(size.height))
    for (dx, dy) in [(0, 0), (-0.4, 0.7), (0.5, -h), (w, 0.25), (-w * 1.5, h * 1.5), (-40, -40), (3.3, 2.9)] {
      for target in [Size(width: 1, height: 1), Size(width: 5, height: 3), Size(width: 40, height: 24)] {
        let upright = Quad(Rect(x: dx, y: dy, width: w * 0.9, height: h * 0.8))
        let center = upright.center
        func changed(_ a: Double, _ b: Double, _ c: Double, _ d: Double) -> Quad {
          upright.mapped {
            let p = $0 - center
            return Point(center.x + a * p.x + b * p.y, center.y + c * p.x + d * p.y)
          }
        }
        check(image, upright, target)
        check(image, changed(-1, 0, 0, 1), target)
        check(image, changed(1, 0, 0, -1), target)
        check(image, changed(0.99, -0.1, 0.1, 0.99), target)
        check(image, changed(-3, 1, 2, 0.5), target)
        check(image, changed(1, 0.4, 0, 1), target)
        check(image, upright.turned(quarterTurns: 1), target)
        var slanted = upright
        slanted.topRight = slanted.topRight + Point(w * 0.3 + 1, -h * 0.2)
        check(image, slanted, target)
      }
    }
  }

  @Test func quadsFromAfarAsDefined() {
    let image = Samples.noise(Size(width: 20, height: 12), seed: 4)
    let values = [-1e300, -1e12, -7.5, 0, 6, 19.9, 1e7, 1e18, 1e308]
    var random = Random(seed: 8)
    func point() -> Point { Point(values.randomElement(using: &random)!, values.randomElement(using: &random)!) }
    for _ in 0..<300 {
      let (a, b, c) = (point(), point(), point())
      check(
        image, Quad(topLeft: a, topRight: b, bottomRight: c, bottomLeft: point()), Size(width: 9, height: 4))
      check(
        image, Quad(topLeft: a, topRight: b, bottomRight: b + c - a, bottomLeft: c), Size(width: 9, height: 4))
    }
    let dot = Point(5.3, 5.8)
    check(image, Quad(topLeft: dot, topRight: dot, bottomRight: dot, bottomLeft: dot), Size(width: 9, height: 4))
  }

  @Test func indicesAreThoseInRange() {
    for step in [-70, -7, -1, 0, 1, 3, 100] {
      for start in stride(from: -60, through: 60, by: 3) {
        for limit in [-5, 0, 1, 20] {
          let expected = (0..<12).filter { start + $0 * step >= 0 && start + $0 * step < limit }
          #expect(Array(Sampler.indices(start, step, below: limit, 12)) == expected)
        }
      }
    }
  }
}
