import Foundation
import Legible
import LegibleTesting
import Testing

@testable import LegibleCLI

/// A single picture is decoded while the models are loaded.
@Suite struct FirstPictureTests {
  /// For a while every start decoded its picture twice: nobody took what was there.
  @Test func theSeriesTakesWhatWasDecoded() throws {
    let scratch = try Scratch()
    let input = Input(path: scratch.path("picture.png"), place: "picture.png")
    var image = Image(size: Size(width: 200, height: 100))
    image.sketch("RGB", x: 30, y: 30, height: 40)
    try image.write(to: input.path)
    let limits = ImageLimits()
    let first = try #require(FirstPicture(input, limits: limits, mayHalve: true))
    first.wait()
    try FileManager.default.removeItem(atPath: input.path)
    let pictures = PictureReading(
      reader: try ColorScript.reader(), options: RecognitionOptions(), limits: limits, task: .page, first: first)
    let series = PictureSeries(pictures, [input], keepsImages: false)
    defer { series.stop() }
    let result = try #require(try series.next()).get()
    #expect(result.page.text == "RGB")
    #expect(result.decoding > .zero)
  }
}
