internal import CPixels

extension Image {
  /// The picture scaled to a size, linear between pixels and averaging where it gets smaller.
  public func resized(to size: Size) -> Image {
    if size == self.size { return self }
    return Image(size: size) { target in
      resize(into: target, size: size, rowStride: size.width * 3)
    }
  }

  /// Writes the scaled picture into a larger buffer whose rows are `rowStride` bytes apart.
  package func resize(into target: UnsafeMutableBufferPointer<UInt8>, size: Size, rowStride: Int) {
    resize(left: 0, top: 0, part: self.size, into: target, size: size, rowStride: rowStride)
  }

  /// The same for a part of the picture, which has to lie inside of it.
  ///
  /// Row by row: the source rows under a target row are summed first, to 1/128 of a level, 15 bits; then the sum is scaled
  /// along the row.
  func resize(
    left: Int, top: Int, part: Size, into target: UnsafeMutableBufferPointer<UInt8>, size: Size, rowStride: Int
  ) {
    precondition(rowStride >= size.width * 3 && target.count >= rowStride * (size.height - 1) + size.width * 3)
    if part == size {
      copy(left: left, top: top, part: part, into: target, rowStride: rowStride)
      return
    }
    let vertical = Resampler(from: part.height, to: size.height)
    let horizontal = Resampler(from: part.width, to: size.width)
    let count = part.width * 3
    withUnsafeTemporaryAllocation(of: Int16.self, capacity: count + 8) { sum in
      sum.initialize(repeating: 0)
      pixels.withUnsafeBufferPointer { source in
        let first = source.baseAddress! + (top * width + left) * 3
        for y in 0..<size.height {
          vertical.weights.withUnsafeBufferPointer {
            cpixels_sum_rows(
              first + Int(vertical.starts[y]) * width * 3, width * 3, $0.baseAddress! + y * vertical.stride,
              vertical.taps, sum.baseAddress!, count)
          }
          let row = target.baseAddress! + y * rowStride
          if part.width == size.width {
            cpixels_narrow(sum.baseAddress!, row, count)
          } else {
            // 128 levels × 2^14 weights: 21 bits to shift away; start at a half to round.
            cpixels_scale(
              sum.baseAddress!, horizontal.starts, horizontal.weights, horizontal.stride / 2, 1 << 20, 21, row,
              size.width)
          }
        }
      }
    }
  }

  /// Rows of a part as they are.
  func copy(
    left: Int, top: Int, part: Size, into target: UnsafeMutableBufferPointer<UInt8>, rowStride: Int
  ) {
    pixels.withUnsafeBufferPointer { source in
      for y in 0..<part.height {
        let from = source.baseAddress! + ((top + y) * width + left) * 3
        (target.baseAddress! + y * rowStride).update(from: from, count: part.width * 3)
      }
    }
  }
}
