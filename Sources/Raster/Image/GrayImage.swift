/// A picture of one byte a pixel, row by row from the top: a mask or a map of probabilities × 255.
public struct GrayImage: Sendable, Equatable {
  /// Pixels from left to right, at least 1.
  public let width: Int
  /// Pixels from top to bottom, at least 1.
  public let height: Int
  /// `height × width` bytes.
  public private(set) var pixels: [UInt8]

  /// A picture from `height × width` bytes.
  public init(size: Size, pixels: [UInt8]) {
    precondition(size.width > 0 && size.height > 0, "an image has at least one pixel")
    precondition(pixels.count == size.area, "a gray image has one byte a pixel")
    (width, height) = (size.width, size.height)
    self.pixels = pixels
  }

  /// Width and height.
  public var size: Size { Size(width: width, height: height) }

  /// The same as a colour picture, red, green and blue alike.
  public var image: Image {
    Image(size: size) { rgb in
      for (i, value) in pixels.enumerated() {
        rgb[i * 3] = value
        rgb[i * 3 + 1] = value
        rgb[i * 3 + 2] = value
      }
    }
  }
}
