import Failure
import Foundation
import Testing

@testable import Raster

@Suite struct DrawingTests {
  private let square = Quad(Rect(x: 20, y: 10, width: 40, height: 30))

  /// Pixels that are darker than half.
  private func dark(_ image: Image) -> [Point] {
    image.pixels.indices.filter { $0 % 3 == 1 && image.pixels[$0] < 128 }
      .map { Point(Double($0 / 3 % image.width) + 0.5, Double($0 / 3 / image.width) + 0.5) }
  }

  @Test func outlineAndFill() {
    var image = Image(size: Size(width: 80, height: 50))
    image.draw(square, color: .red)
    #expect(image[30, 30] == .white && image[5, 5] == .white)
    #expect(image[20, 25].distance(to: .white) > 100)
    image.draw { canvas in
      canvas.fill(square, color: .blue, opacity: 0.5)
      canvas.dot(at: Point(70, 40), radius: 4, color: .black)
      canvas.line(from: Point(0, 5), to: Point(80, 5), color: .black, width: 2)
    }
    #expect(image[30, 30].distance(to: Color(red: 128, green: 173, blue: 238)) <= 2)
    #expect(image[70, 40] == .black && image[75, 45] == .white)
    #expect(image[40, 4] == .black && image[40, 5] == .black && image[40, 7] == .white)
  }

  @Test func drawingNothingChangesNothing() {
    var image = Samples.noise(Size(width: 33, height: 21))
    image.draw { _ in }
    #expect(image == Samples.noise(Size(width: 33, height: 21)))
  }

  @Test func aClosureThatThrowsLeavesThePicture() {
    struct Stop: Error {}
    var image = Image(size: Size(width: 80, height: 50))
    #expect(throws: Stop.self) {
      try image.draw { canvas in
        canvas.fill(square, color: .black)
        throw Stop()
      }
    }
    #expect(image == Image(size: Size(width: 80, height: 50)))
  }

  @Test(arguments: ["Hello", "Ελληνικά", "Кириллица", "中文识别", "日本語", "한국어"])
  func everyScriptHasInk(_ text: String) {
    var image = Image(size: Size(width: 200, height: 40))
    image.draw(text, at: Point(5, 5), size: 24, color: .black)
    let ink = dark(image)
    #expect(ink.count > 50)
    // Each character is its own shape: no row of the boxes that stand for missing glyphs.
    let extent = FontSet.system.extent(of: text, size: 24)
    #expect(ink.allSatisfy { $0.x < 6 + extent.width && $0.y < 6 + extent.height })
    #expect((24...60).contains(extent.height))
  }

  @Test func textGrowsWithItsSize() {
    let (small, large) = (
      FontSet.system.extent(of: "Legible", size: 10), FontSet.system.extent(of: "Legible", size: 40)
    )
    #expect(abs(large.width / small.width - 4) < 0.1)
    #expect(FontSet.system.extent(of: "a\nb", size: 20).height > FontSet.system.extent(of: "a", size: 20).height * 1.8)
    #expect(FontSet.system.extent(of: "", size: 20) == (0, 0))
    // A control character is a blank, and no end of the text.
    #expect(FontSet.system.extent(of: "a\0b", size: 20) == FontSet.system.extent(of: "a b", size: 20))
  }

  /// Where the ink lies tells that a text follows its quad.
  @Test(
    arguments: [
      [10, 10, 190, 10, 190, 40, 10, 40], [190, 90, 10, 90, 10, 60, 190, 60], [60, 10, 60, 190, 30, 190, 30, 10],
      [20, 100, 150, 30, 165, 58, 35, 128],
    ] as [[Double]])
  func textFillsItsQuad(_ coordinates: [Double]) throws {
    let quad = try #require(Quad(coordinates: coordinates))
    for text in ["Fits", "A text that is very much too long for the quad it is drawn in, so it is made small"] {
      var image = Image(size: Size(width: 200, height: 200))
      image.draw { $0.text(text, in: quad, color: .black) }
      let ink = dark(image)
      try #require(ink.count > 30)
      #expect(ink.allSatisfy { quad.mapped { c in c + (c - quad.center) * 0.1 }.boundingBox.contains($0) })
    }
  }

  @Test func aColumnOfCharactersIsSetDownwards() {
    var image = Image(size: Size(width: 40, height: 200))
    image.draw { $0.text("縦書き", in: Quad(Rect(x: 5, y: 5, width: 30, height: 190)), color: .black) }
    let ink = dark(image)
    #expect((ink.map(\.y).max() ?? 0) - (ink.map(\.y).min() ?? 0) > 80)
  }

  @Test func strangeCoordinatesAndTextsDoNoHarm() {
    var image = Image(size: Size(width: 50, height: 50))
    let places = [Point(.nan, 0), Point(.infinity, 1), Point(1e300, -1e300), Point(-1e9, 1e9), Point(25, 25)]
    let texts = ["", "\0", "a\0b\u{7}", String(repeating: "\n", count: 100), "👩‍👩‍👧‍👦 e\u{301}", "\u{202E}abc", "\u{FFFE}"]
    image.draw { canvas in
      for place in places {
        for other in places {
          canvas.line(from: place, to: other, color: .red, width: 1e9)
          canvas.stroke([place, other, place], color: .red, width: .nan)
          canvas.fill([place, other], color: .red, opacity: 7)
        }
        canvas.dot(at: place, radius: .infinity, color: .red)
        for text in texts {
          for size in [0, -1, .nan, 1e-9, 12, 1e12] { canvas.text(text, at: place, size: size, color: .blue) }
          canvas.text(
            text, in: Quad(topLeft: place, topRight: .zero, bottomRight: place, bottomLeft: .zero), color: .red)
          canvas.text(text, in: Quad(Rect(x: -1e7, y: 0, width: 3e7, height: 2e7)), color: .red)
        }
      }
      canvas.fill([], color: .red)
    }
    #expect(image.width == 50)
  }

  /// Cairo's surfaces end at 32767 pixels, pictures do not.
  @Test func longPicturesAreDrawnOn() throws {
    var image = Image(size: Size(width: 40000, height: 30))
    image.draw { canvas in
      canvas.text("end", at: Point(39930, 2), size: 20, color: .black)
      canvas.fill(Rect(x: 32700, y: 5, width: 200, height: 10), color: .red)
    }
    #expect(image[32699, 8] == .white && image[32700, 8] == .red && image[32899, 8] == .red)
    #expect(dark(try #require(image.cropped(x: 39900, y: 0, width: 100, height: 30))).count > 30)
  }

  @Test func masksTint() {
    var image = Image(size: Size(width: 4, height: 2))
    image.draw(mask: GrayImage(size: image.size, pixels: [0, 255, 128, 0, 0, 0, 0, 0]), color: .black, opacity: 0.5)
    #expect(image[0, 0] == .white)
    #expect(image[1, 0].red == 128)
    #expect(abs(Int(image[2, 0].red) - 191) <= 1)
  }

  @Test func picturesArePutOnPictures() {
    var image = Image(size: Size(width: 10, height: 10))
    let red = Image(size: Size(width: 4, height: 4), filled: .red)
    image.draw(red, x: -2, y: -2)
    image.draw(red, x: 8, y: 8)
    image.draw(red, x: 100, y: 3)
    image.draw(red, x: 3, y: -100)
    #expect(image.pixels.filter { $0 == 0 }.count == 8 * 2)
    #expect(image[1, 1] == .red && image[2, 2] == .white && image[8, 8] == .red)
  }

  @Test func fontFiles() throws {
    try withFolder { folder in
      try "no font".write(toFile: "\(folder)/font.ttf", atomically: true, encoding: .utf8)
      for path in ["\(folder)/font.ttf", "\(folder)/none.ttf", folder, ""] {
        let error = #expect(throws: LegibleError.self) { try FontSet(file: path) }
        #expect(error?.code == .unusableFont)
      }
    }
    let mono = "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf"
    guard FileManager.default.fileExists(atPath: mono) else { return }
    let font = try FontSet(file: mono)
    #expect(font.extent(of: "iiii", size: 20).width == font.extent(of: "MMMM", size: 20).width)
    #expect(font.extent(of: "中文", size: 20).width > 30)
    #expect(FontSet.system.extent(of: "iiii", size: 20).width < FontSet.system.extent(of: "MMMM", size: 20).width)
  }

  @Test func manyThreadsDrawAtOnce() async {
    let expected = Self.drawn()
    await withTaskGroup(of: Image.self) { group in
      for _ in 0..<32 { group.addTask { Self.drawn() } }
      for await image in group { #expect(image == expected) }
    }
  }

  private static func drawn() -> Image {
    var image = Image(size: Size(width: 120, height: 40))
    for i in 0..<5 { image.draw("Ab 中 д \(i)", at: Point(Double(i * 8), 3), size: 20, color: .blue) }
    return image
  }
}
