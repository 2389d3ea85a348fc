import Failure
import Foundation
import Testing

@testable import Raster

/// Drawing by MaixPy's names.
@Suite struct MaixPyDrawingTests {
  private let blank = Image(size: Size(width: 120, height: 80))

  @Test func keypointsAreFilledDotsAndAClosedThinLine() {
    var image = blank
    image.drawKeypoints([20, 20, 100, 20, 100, 60, 20, 60], .red, 4, -1, 1)
    for (x, y) in [(20, 20), (100, 20), (100, 60), (20, 60)] {
      #expect(image[x, y] == .red && image[x + 3, y] == .red)
      #expect(image[x + 6, y + 6] == .white)
    }
    // The lines are one pixel wide, the one from the last point to the first as well.
    for (x, y, dx, dy) in [(60, 20, 0, 1), (60, 60, 0, 1), (100, 40, 1, 0), (20, 40, 1, 0)] {
      #expect(image[x, y] == .red)
      #expect(image[x + dx, y + dy] == .white && image[x - dx, y - dy] == .white)
    }
  }

  @Test func keypointsWithoutLinesAndWithOpenCircles() {
    var image = blank
    image.drawKeypoints([20, 20, 100, 20], .red)
    #expect(image[20, 20] == .red && image[60, 20] == .white)
    image = blank
    image.drawKeypoints([60, 40], .red, 10, 1)
    #expect(image[60, 40] == .white && image[70, 40] != .white)
    image = blank
    image.drawKeypoints([], .red)
    image.drawKeypoints([5], .red)
    image.drawKeypoints([-500, -500, 9000, .max], .red, .max / 4, -1, 0)
    #expect(image.size == blank.size)
  }

  @Test func rectanglesCoverTheirPixels() {
    var image = blank
    image.drawRect(10, 20, 30, 15, .red)
    #expect(image[10, 20] == .red && image[39, 34] == .red && image[39, 20] == .red)
    #expect(image[11, 21] == .white && image[40, 20] == .white && image[9, 20] == .white)
    image.drawRect(50, 20, 30, 15, .blue, -1)
    #expect(image[65, 27] == .blue && image[50, 20] == .blue && image[79, 34] == .blue && image[80, 27] == .white)
    image.drawRect(90, 20, 20, 20, .red, 3)
    #expect(image[92, 30] == .red && image[93, 30] == .white)
  }

  @Test func picturesAndMasks() {
    var image = blank
    image.drawImage(100, 70, Image(size: Size(width: 40, height: 40), filled: .blue))
    #expect(image[119, 79] == .blue && image[99, 70] == .white)
    image = blank
    image.drawMask(GrayImage(size: Size(width: 2, height: 1), pixels: [0, 255]), .red, opacity: 1)
    #expect(image[5, 5] == .white && image[115, 5] == .red)
  }

  /// Fonts are of the whole process: one test for all of it.
  @Test func fontsAreLoadedAndChosenByName() throws {
    let file = try #require(
      ["/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", "/usr/share/fonts/TTF/DejaVuSans.ttf"].first {
        FileManager.default.fileExists(atPath: $0)
      })
    func ink(_ draw: (inout Image) -> Void) -> Int {
      var image = blank
      draw(&image)
      return image.pixels.count { $0 < 128 }
    }
    let before = ink { $0.drawString(5, 5, "Text 中文", .black) }
    try Image.loadFont("test-large", file, size: 32)
    #expect(ink { $0.drawString(5, 5, "Text 中文", .black) } == before)
    let large = ink { $0.drawString(5, 5, "Text 中文", .black, font: "test-large") }
    #expect(large > before * 2)
    try Image.setDefaultFont("test-large")
    #expect(ink { $0.drawString(5, 5, "Text 中文", .black) } == large)
    #expect(ink { $0.drawString(5, 5, "Text 中文", .black, font: "never loaded") } == large)
    #expect(failure { try Image.setDefaultFont("never loaded") } == .invalidArgument)
    #expect(failure { try Image.loadFont("none", file, size: 0) } == .invalidArgument)
    #expect(failure { try Image.loadFont("none", "nowhere.ttf") } == .unusableFont)
  }

  /// Small things are drawn on a part of the picture; nothing must look different.
  @Test func drawingAPartIsDrawingTheWhole() {
    let quad = Quad(coordinates: [20.3, 10.7, 90.2, 30.1, 85, 55, 15, 35])!
    for point in [Point(10, 10), Point(-12, -7), Point(100, 70)] {
      var (part, whole) = (Samples.noise(Size(width: 120, height: 80)), Samples.noise(Size(width: 120, height: 80)))
      part.draw("Åj中", at: point, size: 24, color: .red)
      whole.draw { $0.text("Åj中", at: point, size: 24, color: .red) }
      part.draw(quad, color: .blue)
      whole.draw { $0.stroke(quad, color: .blue, width: 1) }
      #expect(part == whole)
    }
  }
}

/// The code of the error that a call throws; nil where it throws none of ours.
func failure(_ body: () throws -> Void) -> LegibleError.Code? {
  do {
    try body()
    return nil
  } catch {
    return (error as? LegibleError)?.code
  }
}
