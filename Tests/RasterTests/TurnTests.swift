import Testing

@testable import Raster

@Suite struct TurnTests {
  private let image = Samples.noise(Size(width: 13, height: 7))

  @Test func turningMovesEachPixel() {
    let once = image.turned(quarterTurns: 1)
    #expect(once.size == Size(width: 7, height: 13))
    // Clockwise: the top-left pixel comes to the top right.
    #expect(once[6, 0] == image[0, 0] && once[6, 12] == image[12, 0] && once[0, 0] == image[0, 6])
    #expect(image.turned(quarterTurns: 2)[12, 6] == image[0, 0])
    #expect(image.turned(quarterTurns: -1) == image.turned(quarterTurns: 3))
    #expect(image.turned(quarterTurns: 3).turned(quarterTurns: 1) == image)
    #expect(image.turned(quarterTurns: 4) == image)
  }

  @Test func croppingIsCutToThePicture() throws {
    let part = try #require(image.cropped(x: -3, y: 5, width: 6, height: 100))
    #expect(part.size == Size(width: 3, height: 2))
    #expect(part[2, 1] == image[2, 6])
    #expect(image.cropped(x: 13, y: 0, width: 5, height: 5) == nil)
    #expect(image.cropped(x: 2, y: 2, width: 0, height: 5) == nil)
    #expect(image.cropped(x: 0, y: 0, width: 13, height: 7) == image)
  }

  @Test func paddingKeepsThePictureInside() throws {
    let padded = image.padded(left: 2, top: 1, right: 3, bottom: 4, color: .red)
    #expect(padded.size == Size(width: 18, height: 12))
    #expect(padded.cropped(x: 2, y: 1, width: 13, height: 7) == image)
    for corner in [padded[1, 5], padded[5, 0], padded[15, 3], padded[5, 8]] { #expect(corner == .red) }
  }
}

/// Numbers that no picture has do no harm.
@Suite struct ExtremePlaceTests {
  private let image = Samples.noise(Size(width: 20, height: 10))

  @Test func aCropIsCutToThePicture() {
    #expect(image.cropped(x: 10, y: 4, width: .max, height: .max)?.size == Size(width: 10, height: 6))
    #expect(image.cropped(x: .min, y: .min, width: .max, height: .max) == nil)
    #expect(image.cropped(x: .max, y: .max, width: .max, height: .max) == nil)
    #expect(image.cropped(x: .min, y: 0, width: -1, height: 5) == nil)
  }

  @Test func negativeMarginsAreNone() {
    #expect(image.padded(left: -1, top: -10, right: -3, bottom: .min, color: .red) == image)
  }

  @Test func whatIsDrawnOutsideIsCutOff() {
    var other = image
    for (x, y) in [(Int.max, Int.max), (.min, .min), (5, .max), (.max - 3, 0)] { other.draw(image, x: x, y: y) }
    other.drawKeypoints([1, 2], .red, 0, 0, 0)
    other = image
    other.draw(image, x: .max, y: 0)
    #expect(other == image)
  }
}
