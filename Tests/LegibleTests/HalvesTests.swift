import Legible
import LegibleTesting
import Testing

/// Pages of large JPEGs are read in half of the picture where that shows enough.
@Suite struct HalvesTests {
  private static let size = Size(width: 7001, height: 4703)

  /// The file of a large picture with one line.
  private func picture(height: Double) throws -> [UInt8] {
    var image = Image(size: Self.size)
    image.sketch("RGB", x: 3000, y: 1200, height: height)
    return try image.encoded(as: .jpeg)
  }

  @Test(arguments: [900.0, 38]) func placesAreThoseOfTheWhole(height: Double) throws {
    let file = try picture(height: height)
    let image = try Image(data: file, limits: .init(), mayHalve: true) { _ in }
    #expect(image.size == Size(width: 3500, height: 2351))
    for pageTurning in [RecognitionOptions.PageTurning.none, .quarterTurns(2)] {
      var options = RecognitionOptions()
      options.pageTurning = pageTurning
      let half = try ColorScript.reader().read(image, options: options)
      let whole = try ColorScript.reader().read(Image(data: file), options: options)
      #expect(half.size == Self.size && half.map(\.text) == whole.map(\.text) && half.count == 1)
      for (a, b) in zip(half[0].quad.corners, whole[0].quad.corners) {
        #expect(abs(a.x - b.x) <= height / 10 && abs(a.y - b.y) <= height / 10, "\(half[0].quad) \(whole[0].quad)")
      }
    }
  }
}
