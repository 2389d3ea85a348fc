internal import CPixels

/// A picture of 8-bit sRGB pixels, row by row from the top, red, green, blue, without padding.
///
/// A value: copies share their pixels until one is changed.
public struct Image: Sendable, Equatable {
  /// Pixels from left to right, at least 1.
  public let width: Int
  /// Pixels from top to bottom, at least 1.
  public let height: Int
  /// `height × width × 3` bytes.
  public private(set) var pixels: [UInt8]
  /// Whose half this is; nil: nobody's. Only what is to be read, and not looked at, is decoded so, and what is made of it has none.
  package internal(set) var halved: HalvedPicture?

  /// A picture of one colour.
  public init(size: Size, filled color: Color = .white) {
    precondition(size.width > 0 && size.height > 0, "an image has at least one pixel")
    (width, height) = (size.width, size.height)
    pixels = [UInt8](unsafeUninitializedCapacity: size.area * 3) { buffer, count in
      cpixels_prepare_block(buffer.baseAddress, size.area * 3)
      for i in 0..<size.area {
        buffer[i * 3] = color.red
        buffer[i * 3 + 1] = color.green
        buffer[i * 3 + 2] = color.blue
      }
      count = size.area * 3
    }
  }

  /// A picture from `height × width × 3` bytes.
  public init(size: Size, pixels: [UInt8]) {
    precondition(size.width > 0 && size.height > 0, "an image has at least one pixel")
    precondition(pixels.count == size.area * 3, "an image has three bytes a pixel")
    (width, height) = (size.width, size.height)
    self.pixels = pixels
  }

  /// A picture whose bytes the closure writes, all of them.
  public init(size: Size, writing body: (UnsafeMutableBufferPointer<UInt8>) throws -> Void) rethrows {
    precondition(size.width > 0 && size.height > 0, "an image has at least one pixel")
    (width, height) = (size.width, size.height)
    pixels = try [UInt8](unsafeUninitializedCapacity: size.area * 3) { buffer, count in
      cpixels_prepare_block(buffer.baseAddress, size.area * 3)
      try body(UnsafeMutableBufferPointer(rebasing: buffer[..<(size.area * 3)]))
      count = size.area * 3
    }
  }

  /// Width and height.
  public var size: Size { Size(width: width, height: height) }

  /// Lets the closure change the bytes in place.
  public mutating func withMutablePixels<R>(_ body: (UnsafeMutableBufferPointer<UInt8>) throws -> R) rethrows -> R {
    try pixels.withUnsafeMutableBufferPointer { try body($0) }
  }

  /// The colour of one pixel. For single looks; loops go over `pixels`.
  public subscript(x: Int, y: Int) -> Color {
    get {
      let i = (y * width + x) * 3
      return Color(red: pixels[i], green: pixels[i + 1], blue: pixels[i + 2])
    }
    set {
      let i = (y * width + x) * 3
      pixels[i] = newValue.red
      pixels[i + 1] = newValue.green
      pixels[i + 2] = newValue.blue
    }
  }
}

extension Image: CustomStringConvertible {
  /// For instance `Image 640×480`.
  public var description: String { "Image \(size)" }
}
