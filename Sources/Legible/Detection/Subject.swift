internal import Raster

/// What a picture shows, as far as the first look at it depends on that.
///
/// A page has many lines, small ones among them, and is seen as large as it needs. A scene has a word here and there: a smaller
/// look tells where, and a second one, at the parts with traces of text, costs little.
enum Subject: Hashable {
  /// Paper, or what a screen shows: most of it is the background, which has one brightness.
  case page
  /// Anything else: streets, shops, things.
  case scene

  /// What has more lines than these is a page after all: scenes of the development sets have 20 at the most, and mostly fewer than 12;
  /// photographed pages have 14, and mostly 25, and more.
  static let sceneLines = 20

  /// Brightnesses, of 256, that count as one: the light on a page is not quite even.
  private static let band = 32
  /// What part of a page its background takes at least. In the development sets all scans but one have it and most screens, and of
  /// 75 photographs two (docs/accuracy.md).
  private static let background = 0.5
  /// Pixels that are looked at, about: a grid, whatever the size of the picture.
  private static let samples = 16_384.0

  /// What a picture shows in which so many lines were found.
  init(of image: Image, lines: Int) { self = lines > Self.sceneLines ? .page : Subject(of: image) }

  /// By the picture's brightness.
  init(of image: Image) {
    let step = max(1, Int((Double(image.size.area) / Self.samples).squareRoot()))
    var counts = [Int](repeating: 0, count: 256)
    var total = 0
    image.pixels.withUnsafeBufferPointer { pixels in
      for y in stride(from: step / 2, to: image.height, by: step) {
        for x in stride(from: step / 2, to: image.width, by: step) {
          let i = (y * image.width + x) * 3
          // BT.601's weights, in 256ths.
          counts[(Int(pixels[i]) * 77 + Int(pixels[i + 1]) * 150 + Int(pixels[i + 2]) * 29) >> 8] += 1
          total += 1
        }
      }
    }
    var inBand = counts[..<Self.band].reduce(0, +)
    var most = inBand
    for end in Self.band..<counts.count {
      inBand += counts[end] - counts[end - Self.band]
      most = max(most, inBand)
    }
    self = Double(most) >= Self.background * Double(total) ? .page : .scene
  }
}
