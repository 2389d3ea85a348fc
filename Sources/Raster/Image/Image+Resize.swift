extension Image {
  /// The picture scaled to a size, linear between pixels and averaging where it gets smaller.
  public func resized(to size: Size) -> Image {
    if size == self.size { return self }
    return Image(size: size) { target in
      resize(into: target, size: size, rowStride: size.width * 3)
    }
  }

  /// Writes the scaled picture into a larger buffer whose rows are `rowStride` bytes apart.
  ///
  /// Row by row: the source rows under a target row are summed first (the same weight along the row, which the
  /// compiler turns into vector code), then the sum is scaled along the row.
  package func resize(into target: UnsafeMutableBufferPointer<UInt8>, size: Size, rowStride: Int) {
    let vertical = Resampler(from: height, to: size.height)
    let horizontal = Resampler(from: width, to: size.width)
    let rowBytes = width * 3
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: rowBytes) { sum in
      pixels.withUnsafeBufferPointer { source in
        for y in 0..<size.height {
          Self.sumRows(
            source, rowBytes, Int(vertical.starts[y]), vertical.weights, y * vertical.taps, vertical.taps, sum)
          let row = UnsafeMutableBufferPointer(rebasing: target[(y * rowStride)..<(y * rowStride + size.width * 3)])
          if width == size.width {
            for i in 0..<rowBytes { row[i] = UInt8(truncatingIfNeeded: (sum[i] + 64) >> 7) }
          } else {
            Self.scaleRow(sum, horizontal, row, size.width)
          }
        }
      }
    }
  }

  /// Weighted sum of `taps` rows, in 1/128 of a level so that the next pass stays inside 32 bits.
  private static func sumRows(
    _ source: UnsafeBufferPointer<UInt8>, _ rowBytes: Int, _ start: Int,
    _ weights: [Int32], _ offset: Int, _ taps: Int, _ sum: UnsafeMutableBufferPointer<Int32>
  ) {
    let first = source.baseAddress! + start * rowBytes
    let out = sum.baseAddress!
    let w0 = weights[offset]
    for i in 0..<rowBytes { out[i] = Int32(first[i]) &* w0 &+ 64 }
    for k in 1..<max(1, taps) {
      let w = weights[offset + k]
      if w == 0 { continue }
      let row = first + k * rowBytes
      for i in 0..<rowBytes { out[i] = out[i] &+ Int32(row[i]) &* w }
    }
    for i in 0..<rowBytes { out[i] = out[i] >> 7 }
  }

  private static func scaleRow(
    _ sum: UnsafeMutableBufferPointer<Int32>, _ axis: Resampler, _ row: UnsafeMutableBufferPointer<UInt8>, _ width: Int
  ) {
    let taps = axis.taps
    axis.starts.withUnsafeBufferPointer { starts in
      axis.weights.withUnsafeBufferPointer { weights in
        let (source, out) = (sum.baseAddress!, row.baseAddress!)
        var weight = weights.baseAddress!
        for x in 0..<width {
          var pixel = source + Int(starts[x]) * 3
          // 128 levels × 2^14 weights: 21 bits to shift away; start at a half to round.
          var (r, g, b): (Int32, Int32, Int32) = (1 << 20, 1 << 20, 1 << 20)
          for k in 0..<taps {
            let w = weight[k]
            r = r &+ pixel[0] &* w
            g = g &+ pixel[1] &* w
            b = b &+ pixel[2] &* w
            pixel += 3
          }
          weight += taps
          out[x * 3] = UInt8(truncatingIfNeeded: r >> 21)
          out[x * 3 + 1] = UInt8(truncatingIfNeeded: g >> 21)
          out[x * 3 + 2] = UInt8(truncatingIfNeeded: b >> 21)
        }
      }
    }
  }
}
