internal import CCairo

/// A part of a picture as Cairo draws on it: four bytes a pixel, a number of 0xFFRRGGBB.
final class Surface {
  let handle: OpaquePointer
  private let size: Size

  /// A copy of the part whose top-left pixel is (x, y), at most 32767 pixels a side.
  init(of image: Image, x: Int, y: Int, size: Size) {
    self.size = size
    handle = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(size.width), Int32(size.height))
    cairo_surface_flush(handle)
    image.pixels.withUnsafeBufferPointer { source in
      for row in 0..<size.height {
        var i = ((y + row) * image.width + x) * 3
        guard let line = self.row(row) else { return }
        for column in 0..<size.width {
          line[column] =
            0xFF00_0000 | UInt32(source[i]) << 16 | UInt32(source[i + 1]) << 8 | UInt32(source[i + 2])
          i += 3
        }
      }
    }
    cairo_surface_mark_dirty(handle)
  }

  deinit { cairo_surface_destroy(handle) }

  /// Writes the pixels back to where they came from.
  func copy(to image: inout Image, x: Int, y: Int) {
    cairo_surface_flush(handle)
    let imageWidth = image.width
    image.withMutablePixels { target in
      for row in 0..<size.height {
        var i = ((y + row) * imageWidth + x) * 3
        guard let line = self.row(row) else { return }
        for column in 0..<size.width {
          let pixel = line[column]
          target[i] = UInt8(truncatingIfNeeded: pixel >> 16)
          target[i + 1] = UInt8(truncatingIfNeeded: pixel >> 8)
          target[i + 2] = UInt8(truncatingIfNeeded: pixel)
          i += 3
        }
      }
    }
  }

  /// The pixels of one row; nil where Cairo had no memory for the surface.
  private func row(_ index: Int) -> UnsafeMutablePointer<UInt32>? {
    guard let data = cairo_image_surface_get_data(handle) else { return nil }
    let stride = Int(cairo_image_surface_get_stride(handle))
    return UnsafeMutableRawPointer(data + index * stride).assumingMemoryBound(to: UInt32.self)
  }
}
