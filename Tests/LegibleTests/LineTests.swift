import Foundation
@testable import Legible
import LegibleTesting
import Testing

/// Lines of unusual shape, and corners from outside.
@Suite struct LineTests {
  let reader: TextReader

  init() throws { reader = try ColorScript.reader() }

  @Test(arguments: [
    [0, 0, 1e8, 0, 1e8, 1, 0, 1], [0, 0, 1e200, 0, 1e200, 1e200, 0, 1e200], [-5000, 0, 10, 0, 10, 10, -5000, 10],
    [0, 0, 0, 50, 50, 50, 50, 0], [0, 0, 50, 50, 50, 0, 0, 50], [0, 0, 0, 0, 0, 0, 0, 0],
  ]) func cornersThatHoldNoTextAreRefused(coordinates: [Double]) throws {
    let image = Image(size: Size(width: 300, height: 100))
    let quad = try #require(Quad(coordinates: coordinates))
    let recognizer = try #require(reader.recognizer)
    #expect { try reader.readLine(image, in: quad) } throws: { LegibleError.Code.invalidArgument ~= $0 }
    #expect { try reader.lineImage(image, in: quad) } throws: { LegibleError.Code.invalidArgument ~= $0 }
    #expect { try recognizer.read(image, in: quad) } throws: { LegibleError.Code.invalidArgument ~= $0 }
  }

  @Test func cornersMayLieALittleOffThePicture() throws {
    var image = Image(size: Size(width: 300, height: 100))
    image.sketch("RGB", x: 0, y: 20, height: 60)
    let quad = try #require(Quad(coordinates: [-10, 15, 200, 15, 200, 85, -10, 85]))
    #expect(try reader.readLine(image, in: quad)?.text == "RGB")
  }

  @Test(arguments: [Size(width: 5000, height: 1), Size(width: 1, height: 5000), Size(width: 200_000, height: 1)])
  func hairsAreShownToTheNetworkWithinBounds(size: Size) throws {
    var generator = SplitMix64(seed: 3)
    let image = Image(size: size) { bytes in
      for i in bytes.indices { bytes[i] = UInt8.random(in: 0...255, using: &generator) }
    }
    let shown = try reader.lineImage(image, in: Quad(size))
    #expect(shown.width <= LineWidth.longest)
    _ = try reader.readLine(image)
    _ = try reader.read(image)
  }

  @Test(arguments: [1700.0, 3000, 9000]) func longLinesAreReadInWindowsWithoutALoss(length: Double) throws {
    let text = String(
      (0..<Int(length / 48)).map { ["R", "G", "B", "C", "M", "Y"][($0 * 5 + $0 / 7) % 6] as Character })
    var image = Image(size: Size(width: Int(length) + 40, height: 70))
    image.sketch(text, x: 10, y: 11, height: 48)
    let quad = Quad(Rect(x: 10, y: 11, width: (Double(text.count) - 1.0 / 3) * 48, height: 48))
    #expect(try reader.readLine(image, in: quad)?.text == text)
  }

  @Test func aNetworkOfFixedWidthReadsLongLinesToo() throws {
    let network = ColorScript.recognizer(fixedWidth: 320)
    let recognizer = try LineRecognizer(network: network, alphabet: ColorScript.alphabet, source: "fake")
    let text = "RGBCMYRGBCMYGGBRCMYBRG"
    var image = Image(size: Size(width: 1200, height: 70))
    image.sketch(text, x: 10, y: 11, height: 48)
    let quad = Quad(Rect(x: 10, y: 11, width: (Double(text.count) - 1.0 / 3) * 48, height: 48))
    #expect(try recognizer.read(image, in: quad).map(\.text).joined() == text)
  }

  @Test func aSingleTallCharacterIsNotTurned() throws {
    var image = Image(size: Size(width: 200, height: 400))
    image.sketch("R", in: Quad(Rect(x: 70, y: 100, width: 60, height: 200)))
    let line = try #require(try reader.read(image).first)
    #expect(line.text == "R")
    #expect(line.direction == .horizontal)
    #expect(line.quad.topLeft.y < line.quad.bottomLeft.y && line.quad.topLeft.x < line.quad.topRight.x)
  }

  @Test func aPageThatWasReadSurvivesBeingWrittenAndReadBack() throws {
    var image = Image(size: Size(width: 500, height: 300))
    image.sketch("RGB CMY", in: Quad(center: Point(250, 100), width: 301.7, height: 37.3, degrees: 6.1))
    image.sketch("GGBRC", x: 33.3, y: 211.1, height: 31.7)
    let once = try reader.read(image).formatted(.json)
    let again = try DecodedPage.decode(once).formatted(.json)
    #expect(once == again)
  }
}

/// Reads the library's JSON back.
enum DecodedPage {
  static func decode(_ json: String) throws -> Page {
    try JSONDecoder().decode(PageRecord.self, from: Data(json.utf8)).page
  }
}
