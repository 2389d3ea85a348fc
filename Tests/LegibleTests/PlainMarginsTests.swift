import Raster
import Testing

@testable import Legible

/// Frames that somebody drew around text, with and without room.
@Suite struct PlainMarginsTests {
  /// A picture with upright strokes of 6×30 pixels, 12 apart, from (60, 40) on.
  private func strokes(
    _ count: Int, size: Size = Size(width: 300, height: 120), paper: Color = .white, ink: Color = .black
  ) -> Image {
    var image = Image(size: size, filled: paper)
    image.draw { canvas in
      for i in 0..<count {
        canvas.fill(Quad(Rect(x: 60 + Double(i) * 12, y: 40, width: 6, height: 30)), color: ink)
      }
    }
    return image
  }

  @Test(arguments: [
    (Color.white, Color.black), (Color(red: 20, green: 40, blue: 60), Color(red: 220, green: 255, blue: 220)),
  ]) func marginsAreCutToAFifthOfTheHeight(paper: Color, ink: Color) {
    let image = strokes(5, paper: paper, ink: ink)
    let quad = PlainMargins.trimmed(Quad(image.size), of: image)
    // Strokes reach from 60 to 114 and from 40 to 70; two fifths of the frame's 120 rows stay.
    #expect(quad == Quad(Rect(x: 54, y: 31, width: 66, height: 48)))
  }

  @Test func cornersInAPictureAreCutInTheirOwnDirection() {
    let image = strokes(5)
    // Seen by a reader whose head is turned by a quarter.
    let frame = Quad(Rect(x: 20, y: 10, width: 200, height: 90)).turned(quarterTurns: 1)
    let quad = PlainMargins.trimmed(frame, of: image)
    let box = quad.boundingBox
    #expect(quad.topLeft.x > quad.bottomLeft.x, "the corners keep their order")
    #expect(box.minX > 45 && box.minX <= 55 && box.maxX >= 119 && box.maxX < 130)
    #expect(box.minY > 20 && box.minY <= 37 && box.maxY >= 73 && box.maxY < 90)
  }

  @Test(arguments: [0, 1, 2]) func fewMarksKeepTheirSurroundings(count: Int) {
    let image = strokes(count)
    #expect(PlainMargins.trimmed(Quad(image.size), of: image) == Quad(image.size))
  }

  @Test func aFrameThatTextFillsStaysAsItIs() {
    let image = strokes(5)
    let frame = Quad(Rect(x: 57, y: 36, width: 60, height: 38))
    #expect(PlainMargins.trimmed(frame, of: image) == frame)
  }

  @Test func aShadeAlongASideLeavesItAsItIs() {
    var image = strokes(5)
    image.draw { $0.fill(Quad(Rect(x: 0, y: 0, width: 300, height: 4)), color: Color(red: 150, green: 150, blue: 150)) }
    #expect(PlainMargins.trimmed(Quad(image.size), of: image) == Quad(image.size))
  }

  @Test(arguments: [Size(width: 1, height: 1), Size(width: 1, height: 400), Size(width: 400, height: 1)])
  func thePoorestPicturesStayAsTheyAre(size: Size) {
    let image = Image(size: size, filled: .white)
    #expect(PlainMargins.trimmed(Quad(size), of: image) == Quad(size))
  }
}
