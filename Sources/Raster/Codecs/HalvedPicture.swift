package import Failure

/// Of a JPEG that was decoded at half of its width and height, an odd last row or column left out: the file, to be decoded whole should that
/// be needed.
///
/// A scan of a page at 600 dots an inch has 35 megapixels, and decoding them takes longer than reading the page (tiny), while its text reads as well at
/// 300. The decoder makes a half by itself, of a quarter of the numbers (libjpeg's scaling in the DCT's domain).
package final class HalvedPicture: Sendable {
  /// The size in the file, upright.
  package let size: Size
  private let file: [UInt8]
  private let limits: ImageLimits

  /// Pixels that are left at the least: a sheet of A4 at 300 dots an inch has 8.7 million, a photograph 8 and more.
  private static let leastPixels = 8_000_000

  init(size: Size, file: [UInt8], limits: ImageLimits) {
    self.size = size
    self.file = file
    self.limits = limits
  }

  /// Whether a picture is so large.
  static func pays(_ size: Size) -> Bool { (size.width / 2) * (size.height / 2) >= leastPixels }

  /// Decodes the whole picture.
  ///
  /// - Throws: `unreadableImage`.
  package func whole() throws(LegibleError) -> Image { try Image(data: file, limits: limits) }
}

extension HalvedPicture: Equatable {
  package static func == (a: HalvedPicture, b: HalvedPicture) -> Bool { a === b }
}
