import Foundation
import Testing

@testable import Raster

/// What stands behind transparent pictures: white, but black where what is seen is light.
@Suite struct TransparencyTests {
  /// A picture of 40 × 20: strokes of 2 pixels of a colour every 8 pixels, nothing between them.
  private func strokes(_ level: UInt8, opacity: UInt8 = 255) throws -> Image {
    let size = Size(width: 40, height: 20)
    let pixels = (0..<size.area).flatMap { i -> [UInt8] in
      i % 40 % 8 < 2 ? [level, level, level, opacity] : [0, 0, 0, 0]
    }
    return try Image(data: Samples.file(pixels, size, bands: 4, suffix: ".png"))
  }

  @Test func blackTextComesOnWhite() throws {
    let image = try strokes(0)
    #expect(image[0, 5] == .black && image[4, 5] == .white)
  }

  @Test func whiteTextComesOnBlack() throws {
    let image = try strokes(255)
    #expect(image[0, 5] == .white && image[4, 5] == .black)
  }

  @Test func faintWhiteTextComesOnBlack() throws {
    let image = try strokes(255, opacity: 90)
    #expect(image[0, 5].red == 90 && image[4, 5] == .black)
  }

  @Test func textOfMiddlingLightnessIsToldFromItsBackground() throws {
    for level in [60, 90, 170, 200] as [UInt8] {
      let image = try strokes(level)
      #expect(image[0, 5].distance(to: image[4, 5]) > 120, "level \(level)")
    }
  }

  /// A white page with black text that fills a third of it: on either background the text is seen.
  @Test func textOnACutOutPageIsSeen() throws {
    let size = Size(width: 60, height: 60)
    let pixels = (0..<size.area).flatMap { i -> [UInt8] in
      let (x, y) = (i % 60, i / 60)
      guard (15..<45).contains(x), (15..<45).contains(y) else { return [0, 0, 0, 0] }
      return x % 4 == 0 ? [0, 0, 0, 255] : [255, 255, 255, 255]
    }
    let image = try Image(data: Samples.file(pixels, size, bands: 4, suffix: ".png"))
    #expect(image[20, 30] == .black && image[22, 30] == .white)
  }

  /// Round corners of a window, say: too little to turn black for.
  @Test func fewTransparentPixelsStayWhite() throws {
    let size = Size(width: 40, height: 40)
    let pixels = (0..<size.area).flatMap { i -> [UInt8] in i % 40 + i / 40 < 6 ? [0, 0, 0, 0] : [255, 255, 255, 255] }
    let image = try Image(data: Samples.file(pixels, size, bands: 4, suffix: ".png"))
    #expect(image[0, 0] == .white)
  }

  @Test func allTransparentIsWhite() throws {
    let image = try Image(
      data: Samples.file([UInt8](repeating: 0, count: 400), Size(width: 10, height: 10), bands: 4, suffix: ".png"))
    #expect(image == Image(size: Size(width: 10, height: 10)))
  }

  @Test(arguments: [".webp[lossless]", ".tif", ".gif", ".png[palette]"])
  func otherFormatsWithTransparency(_ suffix: String) throws {
    let size = Size(width: 40, height: 20)
    let pixels = (0..<size.area).flatMap { i -> [UInt8] in i % 8 < 2 ? [255, 255, 255, 255] : [0, 0, 0, 0] }
    let image = try Image(data: Samples.file(pixels, size, bands: 4, suffix: suffix))
    #expect(image[0, 5].distance(to: .white) < 8 && image[4, 5].distance(to: .black) < 8)
  }

  @Test func grayWithTransparency() throws {
    let file = try Samples.file(
      [0, 255, 0, 0, 255, 255] as [UInt8], Size(width: 3, height: 1), bands: 2, space: .gray, suffix: ".png")
    let image = try Image(data: file)
    #expect(image[0, 0] == .black && image[2, 0] == .white)
  }

  /// `$LEGIBLE_EVAL`; nil where it is not set, or empty.
  private static let sets = ProcessInfo.processInfo.environment["LEGIBLE_EVAL"].flatMap { $0.isEmpty ? nil : $0 }

  /// The same text in black and in white, as users sent them to another project.
  @Test(
    .enabled("set LEGIBLE_EVAL to the evaluation sets") { Self.sets != nil },
    arguments: [("black", Color.white), ("white", Color.black)])
  func picturesOfUsers(text: String, background: Color) throws {
    let image = try Image(
      contentsOf: "\(try #require(Self.sets))/sets/rapidocr_fixtures/images/\(text)_font_color_transparent.png")
    #expect(image[0, 0] == background)
  }
}
