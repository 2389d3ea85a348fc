internal import CStbImage
internal import Failure

/// The header of a Windows bitmap (BMP), and its pixels by stb_image.
///
/// stb_image takes what is missing for zeros and trusts the size, so both are checked here first.
struct BitmapFile {
  /// Pixels from left to right.
  let width: Int
  /// Pixels from top to bottom, whichever row the file begins with.
  let height: Int
  private let bytes: UnsafeRawBufferPointer

  /// - Throws: `unreadableImage` for a damaged, cut off or run-length encoded file, `imageTooLarge`.
  init(_ bytes: UnsafeRawBufferPointer, limits: ImageLimits) throws(LegibleError) {
    self.bytes = bytes
    guard bytes.count >= 26, bytes.count <= Int(Int32.max) else { throw Self.damaged }
    func number<T: FixedWidthInteger>(_ type: T.Type, at offset: Int) -> Int {
      Int(T(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: T.self)))
    }
    let dataOffset = number(UInt32.self, at: 10)
    let headerSize = number(UInt32.self, at: 14)
    let bits: Int
    if headerSize == 12 {
      (width, height, bits) = (number(UInt16.self, at: 18), number(UInt16.self, at: 20), number(UInt16.self, at: 24))
    } else {
      guard bytes.count >= 54 else { throw Self.damaged }
      (width, height) = (number(Int32.self, at: 18), abs(number(Int32.self, at: 22)))
      bits = number(UInt16.self, at: 28)
      guard [0, 3].contains(number(UInt32.self, at: 30)) else {
        throw LegibleError(
          .unreadableImage, "the BMP file is compressed, and only uncompressed ones are read: save it as PNG")
      }
    }
    guard [1, 4, 8, 16, 24, 32].contains(bits), width >= 0 else { throw Self.damaged }
    try limits.check(width: width, height: height)
    // Divided, because the product may be more than an integer holds.
    let rowBytes = (width * bits + 31) / 32 * 4
    guard dataOffset <= bytes.count, (bytes.count - dataOffset) / rowBytes >= height else {
      throw LegibleError(.unreadableImage, "the BMP file is cut off: get it again")
    }
  }

  /// The pixels, with transparency laid on its background.
  func decoded() throws(LegibleError) -> Image {
    var (x, y, channels) = (Int32(0), Int32(0), Int32(0))
    let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
    guard let pixels = stbi_load_from_memory(start, Int32(bytes.count), &x, &y, &channels, 4) else {
      throw Self.damaged
    }
    defer { stbi_image_free(pixels) }
    guard x == width, y == height else { throw Self.damaged }
    let size = Size(width: width, height: height)
    return Transparency.flattened(UnsafeBufferPointer(start: pixels, count: size.area * 4), size: size)
  }

  private static let damaged = LegibleError(
    .unreadableImage, "the BMP file is damaged: get it again, or save it as PNG")
}
