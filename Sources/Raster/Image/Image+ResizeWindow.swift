internal import CPixels

extension Image {
  /// Writes a window of the picture scaled to a size: what `resized(to:)` has there, without the rest of it.
  ///
  /// - Parameters:
  ///   - window: a rectangle of whole pixels inside of the scaled picture: its left and upper edge, and its size.
  ///   - scaled: the size of the whole scaled picture.
  ///   - target: takes the rows, `rowStride` bytes apart.
  package func resize(
    window: (left: Int, top: Int, size: Size), of scaled: Size, into target: UnsafeMutableBufferPointer<UInt8>,
    rowStride: Int
  ) {
    let (left, top, size) = window
    precondition(left >= 0 && top >= 0 && left + size.width <= scaled.width && top + size.height <= scaled.height)
    precondition(rowStride >= size.width * 3 && target.count >= rowStride * (size.height - 1) + size.width * 3)
    if scaled == self.size { return copy(left: left, top: top, part: size, into: target, rowStride: rowStride) }
    let vertical = Resampler(from: height, to: scaled.height)
    let horizontal = Resampler(from: width, to: scaled.width)
    // The source columns under the window, and where each of its pixels begins among them. A row that is not scaled is
    // taken column by column.
    let isScaledAcross = width != scaled.width
    let first = isScaledAcross ? Int(horizontal.starts[left]) : left
    let end = isScaledAcross ? Int(horizontal.starts[left + size.width - 1]) + horizontal.taps : left + size.width
    let count = (end - first) * 3
    let starts = horizontal.starts[left..<(left + size.width)].map { $0 - Int32(first) }
    withUnsafeTemporaryAllocation(of: Int16.self, capacity: count + 8) { sum in
      sum.initialize(repeating: 0)
      pixels.withUnsafeBufferPointer { source in
        for y in 0..<size.height {
          let row = target.baseAddress! + y * rowStride
          vertical.weights.withUnsafeBufferPointer {
            cpixels_sum_rows(
              source.baseAddress! + (Int(vertical.starts[top + y]) * width + first) * 3, width * 3,
              $0.baseAddress! + (top + y) * vertical.stride, vertical.taps, sum.baseAddress!, count)
          }
          if !isScaledAcross {
            cpixels_narrow(sum.baseAddress!, row, count)
          } else {
            horizontal.weights.withUnsafeBufferPointer {
              cpixels_scale(
                sum.baseAddress!, starts, $0.baseAddress! + left * horizontal.stride, horizontal.stride / 2, 1 << 20,
                21,
                row, size.width)
            }
          }
        }
      }
    }
  }
}
