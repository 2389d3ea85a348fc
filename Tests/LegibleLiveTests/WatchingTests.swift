import LegibleTesting
import Testing

@testable import LegibleLive

/// What counts as a change, and what is only noise.
struct WatchingTests {
  static let quad = Quad(Rect(x: 40, y: 40, width: 360, height: 34))

  /// A printed line with noise of a standard deviation.
  static func picture(
    _ text: String, noise: Double = 0, seed: Int = 1, offset: Point = .zero, brightness: Int = 0
  ) -> Image {
    var image = Image(size: Size(width: 480, height: 120), filled: Color(red: 225, green: 225, blue: 220))
    image.draw { canvas in
      canvas.text(text, at: Point(46, 42) + offset, size: 24, color: Color(red: 40, green: 40, blue: 40))
    }
    var random = RandomNumbers(seed: seed)
    image.withMutablePixels { pixels in
      for i in pixels.indices {
        // Twelve uniform numbers less six are near enough to normal.
        var sum = Double(brightness)
        if noise > 0 {
          sum += ((0..<12).reduce(0) { s, _ in s + Double.random(in: 0..<1, using: &random) } - 6) * noise
        }
        pixels[i] = UInt8(max(0, min(255, Int((Double(pixels[i]) + sum).rounded()))))
      }
    }
    return image
  }

  static func fingerprint(_ image: Image, _ quad: Quad = quad) -> Fingerprint { Fingerprint(of: image, in: quad) }

  @Test(arguments: [0.0, 15]) func aLineIsTheSameInNoiseAndOtherLight(noise: Double) {
    let first = Self.fingerprint(Self.picture("Platform 38 to Bergen", noise: noise, seed: 1))
    #expect(first.isSame(as: Self.fingerprint(Self.picture("Platform 38 to Bergen", noise: noise, seed: 2))))
    #expect(
      first.isSame(as: Self.fingerprint(Self.picture("Platform 38 to Bergen", noise: noise, seed: 3, brightness: 18))))
  }

  @Test(
    arguments: ["Platform 36 to Bergen", "Platform 33 to Bergen", "Platform 38 to Borgen", "", "Gate 17"], [0.0, 15])
  func anotherCharacterIsNoticed(text: String, noise: Double) {
    let first = Self.fingerprint(Self.picture("Platform 38 to Bergen", noise: noise, seed: 1))
    let second = Self.fingerprint(Self.picture(text, noise: noise, seed: 2))
    #expect(!first.isSame(as: second))
    #expect(!first.isSameText(as: second))
  }

  @Test func cornersMayBeOffALittle() {
    let picture = Self.picture("Platform 38 to Bergen")
    let first = Self.fingerprint(picture)
    for offset in [Point(2, 0), Point(-1.5, 1), Point(0, -1.5)] {
      let moved = Self.fingerprint(picture, Self.quad.moved(by: offset))
      #expect(first.isSameText(as: moved), "\(offset)")
    }
    #expect(!first.isSame(as: Self.fingerprint(picture, Self.quad.moved(by: Point(6, 0)))))
  }

  @Test func aFrameWithAnotherCharacterDiffersAndOneInOtherLightDoesNot() {
    let first = ChangeGrid(of: Self.picture("Platform 38 to Bergen", noise: 8, seed: 1))
    #expect(!ChangeGrid(of: Self.picture("Platform 38 to Bergen", noise: 8, seed: 2)).differs(from: first))
    #expect(!ChangeGrid(of: Self.picture("Platform 38 to Bergen", brightness: 15)).differs(from: first))
    let second = ChangeGrid(of: Self.picture("Platform 33 to Bergen", noise: 8, seed: 3))
    #expect(second.differs(from: first))
    #expect(second.differs(from: first, inside: [Self.quad.boundingBox]))
    #expect(!second.differs(from: first, inside: [Rect(x: 0, y: 88, width: 480, height: 30)]))
    #expect(ChangeGrid(of: Image(size: Size(width: 5, height: 3))).differs(from: first))
  }

  @Test func theMeanOfFramesHasLessNoise() throws {
    let clean = Self.picture("Platform 38 to Bergen")
    var stack = try #require(FrameStack(Self.picture("Platform 38 to Bergen", noise: 20, seed: 1), of: Self.quad))
    for seed in 2...16 { stack.add(Self.picture("Platform 38 to Bergen", noise: 20, seed: seed)) }
    let (mean, quad) = stack.mean
    let size = Size(width: 360, height: 34)
    let (a, b) = (mean.warped(from: quad, to: size).pixels, clean.warped(from: Self.quad, to: size).pixels)
    let squares = zip(a, b).reduce(0.0) { $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1)) }
    let deviation = (squares / Double(a.count)).squareRoot()
    // A quarter of 20, and what white and black cut off.
    #expect(deviation < 7, "\(deviation)")
    #expect(FrameStack(clean, of: Self.quad.moved(by: Point(900, 0))) == nil)
    for seed in 17...300 { stack.add(Self.picture("", seed: seed)) }
    #expect(stack.count == 64)
  }

  @Test func theCommonAreaOfTurnedQuadsIsExact() {
    let square = Quad(Rect(x: 0, y: 0, width: 10, height: 10))
    let diamond = Quad(center: Point(5, 5), width: 10, height: 10, degrees: 45)
    // A regular octagon around a circle of radius 5: 8 × 25 × tan 22.5°.
    #expect(abs(square.commonArea(with: diamond) - 82.843) < 0.001)
    #expect(square.commonArea(with: square.moved(by: Point(20, 0))) == 0)
    #expect(abs(square.overlap(with: square.moved(by: Point(5, 0))) - 1.0 / 3) < 1e-9)
  }
}
