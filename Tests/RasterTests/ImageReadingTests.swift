import Failure
import Foundation
import Testing

@testable import Raster

@Suite struct ImageReadingTests {
  @Test(arguments: ImageFormat.allCases)
  func everyFormatIsRead(_ format: ImageFormat) throws {
    let original = Samples.quarters()
    let file = try Samples.file(of: format, original)
    #expect(ImageFormat(signature: file) == format)
    let image = try Image(data: file)
    #expect(image.size == original.size)
    for (found, expected) in zip(image.quarterColors, Samples.quarterColors) {
      #expect(found.distance(to: expected) <= 24, "\(format): \(found) for \(expected)")
    }
    if [.png, .tiff, .bmp, .pnm].contains(format) { #expect(image == original) }
  }

  @Test(arguments: [Size(width: 1, height: 1), Size(width: 1, height: 5000), Size(width: 5000, height: 1)])
  func thinPicturesAreRead(_ size: Size) throws {
    for format in [ImageFormat.png, .jpeg, .tiff, .bmp, .pnm, .webp, .gif] {
      #expect(try Image(data: Samples.file(of: format, Image(size: size))).size == size)
    }
  }

  /// For each EXIF value the quarters of the upright picture, as the numbers of the stored ones.
  @Test(arguments: [
    (1, [0, 1, 2, 3]), (2, [1, 0, 3, 2]), (3, [3, 2, 1, 0]), (4, [2, 3, 0, 1]),
    (5, [0, 2, 1, 3]), (6, [2, 0, 3, 1]), (7, [3, 1, 2, 0]), (8, [1, 3, 0, 2]),
    (0, [0, 1, 2, 3]), (77, [0, 1, 2, 3]),
  ])
  func exifOrientationIsApplied(orientation: Int, quarters: [Int]) throws {
    let image = try Image(data: Samples.jpeg(Samples.quarters(), orientation: orientation))
    let isTurned = (5...8).contains(orientation)
    #expect(image.size == (isTurned ? Size(width: 32, height: 48) : Size(width: 48, height: 32)))
    for (found, quarter) in zip(image.quarterColors, quarters) {
      #expect(found.distance(to: Samples.quarterColors[quarter]) < 16)
    }
  }

  /// Another thread that looks for a variable meanwhile would crash.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["VIPSHOME"] == nil))
  func startingThePictureLibraryLeavesTheEnvironmentAlone() throws {
    _ = try Image(data: Samples.file(of: .png, Image(size: Size(width: 2, height: 2))))
    #expect(getenv("VIPSHOME") == nil)
  }

  @Test func sixteenBitsKeepTheirLevels() throws {
    let levels: [UInt16] = [0, 0x3333, 0x8000, 0xFFFF]
    let size = Size(width: 4, height: 1)
    for suffix in [".png", ".tif", ".ppm"] {
      let gray = try Samples.file(levels, size, bands: 1, sample: .uint16, space: .gray16, suffix: suffix)
      let color = try Samples.file(
        levels.flatMap { [$0, $0, $0] }, size, bands: 3, sample: .uint16, space: .rgb16, suffix: suffix)
      for file in [gray, color] {
        let image = try Image(data: file)
        #expect((0..<4).map { image[$0, 0].green } == [0, 0x33, 0x80, 0xFF], "\(suffix)")
      }
    }
  }

  @Test func sixteenBitTransparencyIsLaidOnWhite() throws {
    let pixels: [UInt16] = [0, 0, 0, 0xFFFF, 0, 0, 0, 0, 0, 0, 0, 0x8000]
    let file = try Samples.file(
      pixels, Size(width: 3, height: 1), bands: 4, sample: .uint16, space: .rgb16, suffix: ".png")
    let image = try Image(data: file)
    #expect(image[0, 0] == .black)
    #expect(image[1, 0] == .white)
    #expect(image[2, 0].distance(to: Color(red: 127, green: 127, blue: 127)) <= 2)
  }

  @Test(arguments: [".png", ".jpg[Q=100]", ".tif", ".webp[lossless]", ".pgm"])
  func grayIsRead(_ suffix: String) throws {
    let file = try Samples.file(
      [0, 100, 255] as [UInt8], Size(width: 3, height: 1), bands: 1, space: .gray, suffix: suffix)
    let image = try Image(data: file)
    for (x, level) in [0, 100, 255].enumerated() {
      #expect(image[x, 0].distance(to: Color(red: UInt8(level), green: UInt8(level), blue: UInt8(level))) <= 3)
    }
  }

  @Test(arguments: [".png[palette]", ".png[palette,bitdepth=2]", ".tif[compression=lzw]", ".gif", ".png[interlace]"])
  func layoutsOfPixelsAreRead(_ suffix: String) throws {
    let original = Samples.quarters()
    let file = try Samples.file(original.pixels, original.size, bands: 3, suffix: suffix)
    for (found, expected) in zip(try Image(data: file).quarterColors, Samples.quarterColors) {
      #expect(found.distance(to: expected) <= 12, "\(suffix)")
    }
  }

  @Test(arguments: [".jpg[Q=100]", ".tif"])
  func printColoursAreConverted(_ suffix: String) throws {
    // Cyan, magenta, yellow, black, and bare paper, in blocks of 16 × 16.
    let inks: [[UInt8]] = [[255, 0, 0, 0], [0, 255, 0, 0], [0, 0, 255, 0], [0, 0, 0, 255], [0, 0, 0, 0]]
    let row = inks.flatMap { ink in (0..<16).flatMap { _ in ink } }
    let file = try Samples.file(
      (0..<16).flatMap { _ in row }, Size(width: 80, height: 16), bands: 4, space: .cmyk, suffix: suffix)
    let image = try Image(data: file)
    let colors = (0..<5).map { image[$0 * 16 + 8, 8] }
    #expect(colors[0].red < 100 && colors[0].blue > 150, "cyan: \(colors[0])")
    #expect(colors[1].green < 100 && colors[1].red > 150, "magenta: \(colors[1])")
    #expect(colors[2].blue < 100 && colors[2].green > 180, "yellow: \(colors[2])")
    #expect(max(colors[3].red, colors[3].green, colors[3].blue) < 70, "black: \(colors[3])")
    #expect(min(colors[4].red, colors[4].green, colors[4].blue) > 240, "paper: \(colors[4])")
  }

  @Test func floatingPointLevelsAreClipped() throws {
    let levels: [Float] = [-1, 0, 1, 7]
    let file = try Samples.file(
      levels.flatMap { [$0, $0, $0] }, Size(width: 4, height: 1), bands: 3, sample: .float, space: .linearRGB,
      suffix: ".tif")
    let image = try Image(data: file)
    #expect(image[0, 0] == .black && image[1, 0] == .black)
    #expect(image[3, 0] == .white)
    #expect(image[2, 0].red >= image[1, 0].red && image[2, 0].red <= image[3, 0].red)
  }

  /// Gray floats have no colour space that says what white is: their peak does.
  @Test(arguments: [(1.0, 255), (100.0, 100), (255, 255), (65535, 255), (1e6, 255)] as [(Float, UInt8)])
  func floatingPointGrayIsScaledByItsPeak(peak: Float, level: UInt8) throws {
    let file = try Samples.file(
      [0, peak] as [Float], Size(width: 2, height: 1), bands: 1, sample: .float, space: .gray, suffix: ".tif")
    let image = try Image(data: file)
    #expect(image[0, 0] == .black)
    #expect(image[1, 0].red == level)
  }

  @Test func netpbmVariantsAreRead() throws {
    func levels(_ header: String, _ data: [UInt8] = []) throws -> [UInt8] {
      let image = try Image(data: Array(header.utf8) + data)
      return (0..<image.width).map { image[$0, 0].red }
    }
    #expect(try levels("P1\n4 1\n1 0 1 0\n") == [0, 255, 0, 255])
    #expect(try levels("P4\n4 1\n", [0b1010_0000]) == [0, 255, 0, 255])
    #expect(try levels("P2\n# a comment\n3 1\n255\n0 100 255\n") == [0, 100, 255])
    #expect(try levels("P5 3 1 255\n", [0, 100, 255]) == [0, 100, 255])
    #expect(try levels("P3\n1 1\n255\n9 8 7\n") == [9])
  }

  @Test func bitmapsAreReadEitherWayUpAndWithPalettes() throws {
    let original = Samples.quarters(Size(width: 7, height: 6))
    #expect(try Image(data: Samples.bitmap(original, topDown: true)) == original)
    #expect(try Image(data: Samples.bitmap(original)) == original)
    var palette = Samples.bitmapHeader(width: 3, height: 1, bits: 1, dataOffset: 62)
    palette.replaceSubrange(46..<50, with: Samples.little(2, 4))
    palette += [10, 20, 30, 0, 200, 210, 220, 0] + [0b0100_0000, 0, 0, 0]
    let image = try Image(data: palette)
    #expect(image[0, 0] == Color(red: 30, green: 20, blue: 10))
    #expect(image[1, 0] == Color(red: 220, green: 210, blue: 200))
  }

  @Test func manyThreadsReadAtOnce() async throws {
    let original = Samples.quarters(Size(width: 160, height: 120))
    let files = try [ImageFormat.jpeg, .png, .webp, .tiff, .gif, .pnm, .bmp, .avif].map {
      try Samples.file(of: $0, original)
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for i in 0..<64 {
        let file = files[i % files.count]
        group.addTask {
          // Damaged ones in between must not disturb the others.
          if i % 5 == 0 { #expect(throws: LegibleError.self) { try Image(data: Array(file.prefix(file.count / 3))) } }
          let colors = try Image(data: file).quarterColors
          for (found, expected) in zip(colors, Samples.quarterColors) { #expect(found.distance(to: expected) <= 24) }
        }
      }
      try await group.waitForAll()
    }
  }
}
