import Testing

@testable import Raster

@Suite struct WarpTests {
  private let image = Samples.noise(Size(width: 60, height: 40))

  @Test func theWholePictureIsItself() {
    #expect(image.warped(from: Quad(image.size), to: image.size) == image)
  }

  @Test(arguments: 0...3)
  func turnedQuadsTurnThePicture(turns: Int) {
    let size = turns % 2 == 0 ? image.size : Size(width: 40, height: 60)
    // The reader turned the head clockwise, so the picture turns the other way.
    let warped = image.warped(from: Quad(image.size).turned(quarterTurns: turns), to: size)
    #expect(warped == image.turned(quarterTurns: -turns))
  }

  @Test func aPartIsCutOut() {
    let part = Quad(Rect(x: 10, y: 5, width: 20, height: 12))
    #expect(
      image.warped(from: part, to: Size(width: 20, height: 12)) == image.cropped(x: 10, y: 5, width: 20, height: 12))
  }

  @Test func halfAPixelIsTheMeanOfTwo() {
    let shifted = image.warped(from: Quad(Rect(x: 10.5, y: 5, width: 20, height: 12)), to: Size(width: 20, height: 12))
    for x in 0..<20 {
      let mean = (Int(image[10 + x, 9].red) + Int(image[11 + x, 9].red) + 1) / 2
      #expect(abs(Int(shifted[x, 4].red) - mean) <= 1)
    }
  }

  /// A sheet seen at a slant: the lines drawn on it come out where they were on the sheet.
  @Test func aSlantIsUndone() {
    let quad = Quad(
      topLeft: Point(80, 20), topRight: Point(320, 60), bottomRight: Point(380, 260), bottomLeft: Point(30, 200))
    let size = Size(width: 200, height: 100)
    let map = Transform(from: size, to: quad)
    var picture = Image(size: Size(width: 400, height: 300))
    let marks = [Point(30, 20), Point(170, 20), Point(100, 50), Point(30, 80), Point(170, 80)]
    picture.draw { canvas in for mark in marks { canvas.dot(at: map.apply(mark), radius: 7, color: .black) } }
    let flat = picture.warped(from: quad, to: size)
    for mark in marks { #expect(flat[Int(mark.x), Int(mark.y)].green < 40) }
    #expect(flat[100, 20] == .white && flat[60, 50] == .white && flat[100, 80] == .white)
  }

  @Test func outsideRepeatsTheBorder() {
    let outside = Quad(Rect(x: -30, y: 10, width: 20, height: 8))
    let warped = image.warped(from: outside, to: Size(width: 20, height: 8))
    for y in 0..<8 { for x in 0..<20 { #expect(warped[x, y] == image[0, 10 + y]) } }
    let red = Image(size: Size(width: 5, height: 5), filled: .red)
    let far = Quad(
      topLeft: Point(-900, -50), topRight: Point(700, -80), bottomRight: Point(800, 300), bottomLeft: Point(-500, 200))
    #expect(
      red.warped(from: far, to: Size(width: 30, height: 10)) == Image(size: Size(width: 30, height: 10), filled: .red))
  }

  /// Thin strokes do not vanish when a large quad becomes a small picture.
  @Test func hugeReductionsAverage() {
    var lines = Image(size: Size(width: 2000, height: 1000))
    lines.draw { canvas in
      for x in stride(from: 5.0, to: 2000, by: 10) {
        canvas.fill(Rect(x: x, y: 0, width: 1, height: 1000), color: .black)
      }
    }
    let small = lines.warped(from: Quad(lines.size), to: Size(width: 40, height: 20))
    #expect(abs(small.mean - lines.mean) < 3)
    #expect((small.pixels.max() ?? 0) - (small.pixels.min() ?? 0) < 40)
  }

  @Test func hostileQuadsDoNoHarm() {
    let values = [-1e300, -1e12, -7.5, 0, 30, 59.9, 1e7, 1e18, 1e308]
    var random = Random(seed: 5)
    func point() -> Point { Point(values.randomElement(using: &random)!, values.randomElement(using: &random)!) }
    for _ in 0..<500 {
      let quad = Quad(topLeft: point(), topRight: point(), bottomRight: point(), bottomLeft: point())
      #expect(image.warped(from: quad, to: Size(width: 9, height: 4)).size == Size(width: 9, height: 4))
    }
    let dot = Quad(topLeft: Point(5, 5), topRight: Point(5, 5), bottomRight: Point(5, 5), bottomLeft: Point(5, 5))
    let warped = image.warped(from: dot, to: Size(width: 3, height: 3))
    #expect(Set((0..<9).map { warped[$0 % 3, $0 / 3] }).count == 1)
  }
}
