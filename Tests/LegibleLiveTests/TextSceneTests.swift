import LegibleLive
import LegibleTesting
import Testing

/// The drawn video: what measurements of the live loop stand on.
struct TextSceneTests {
  static let size = Size(width: 640, height: 360)

  @Test func theSameSeedGivesTheSameFrames() {
    let (a, b) = (
      TextScene(seed: 3, lines: 8, size: Self.size, noise: 9), TextScene(seed: 3, lines: 8, size: Self.size, noise: 9)
    )
    #expect(a.frame(at: 5) == b.frame(at: 5))
    #expect(a.frame(at: 5) != a.frame(at: 6))
    #expect(a.lines(at: 0).map(\.text) != TextScene(seed: 4, lines: 8, size: Self.size).lines(at: 0).map(\.text))
  }

  @Test func stillLinesStandAndMovingLinesMove() {
    let scene = TextScene(seed: 1, lines: 8, size: Self.size, motion: .half)
    for (before, after) in zip(scene.lines(at: 0), scene.lines(at: 20)) {
      #expect((before.quad != after.quad) == before.isMoving && before.text == after.text)
    }
    #expect(scene.lines(at: 0).map(\.isMoving) == [false, true, false, true, false, true, false, true])
    #expect(
      TextScene(seed: 1, lines: 8, size: Self.size).frame(at: 0)
        == TextScene(seed: 1, lines: 8, size: Self.size).frame(at: 9))
  }

  @Test(arguments: TextScene.Motion.allCases) func linesStayOnThePictureAndApart(motion: TextScene.Motion) {
    let scene = TextScene(seed: 2, motion: motion)
    for frame in stride(from: 0, to: 300, by: 25) {
      let boxes = scene.lines(at: frame).map(\.quad.boundingBox)
      for (i, box) in boxes.enumerated() {
        #expect(box.minX >= 0 && box.minY >= 0 && box.maxX <= 1280 && box.maxY <= 720)
        #expect(boxes[(i + 1)...].allSatisfy { box.intersection($0).isEmpty })
      }
    }
  }

  @Test func theNoiseIsAsStrongAsAskedFor() {
    let (clean, noisy) = (
      TextScene(seed: 1, lines: 2, size: Self.size), TextScene(seed: 1, lines: 2, size: Self.size, noise: 10)
    )
    let (a, b) = (clean.frame(at: 0).pixels, noisy.frame(at: 0).pixels)
    let squares = zip(a, b).reduce(0.0) { $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1)) }
    #expect(abs((squares / Double(a.count)).squareRoot() - 10) < 0.6)
  }
}
