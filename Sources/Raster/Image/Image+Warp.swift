extension Image {
  /// The text inside a quad, turned upright and scaled to a size. Pixels outside of the picture repeat its border.
  ///
  /// Linear between pixels; where the quad is much larger than the target the picture is averaged down first, so that
  /// thin strokes do not vanish.
  public func warped(from quad: Quad, to size: Size) -> Image {
    Image(size: size) { warp(quad, into: $0, size: size, rowStride: size.width * 3) }
  }

  /// Writes the warped text into a larger buffer whose rows are `rowStride` bytes apart.
  package func warp(_ quad: Quad, into target: UnsafeMutableBufferPointer<UInt8>, size: Size, rowStride: Int) {
    precondition(rowStride >= size.width * 3 && target.count >= rowStride * (size.height - 1) + size.width * 3)
    let reduction = min(quad.width / Double(size.width), quad.height / Double(size.height))
    // Up to here every source pixel still weighs in with linear interpolation.
    if reduction > 1.3, let (smaller, moved) = reduced(around: quad, by: reduction) {
      smaller.sample(moved, into: target, size: size, rowStride: rowStride)
    } else {
      sample(quad, into: target, size: size, rowStride: rowStride)
    }
  }

  /// The part around a quad made smaller by averaging, and the quad in it.
  private func reduced(around quad: Quad, by factor: Double) -> (Image, Quad)? {
    let box = quad.boundingBox
    let margin = factor.rounded(.up) + 1
    // Bounds are cut before they become integers: a quad from outside may lie anywhere.
    let left = Int(max(0, min(Double(width), box.minX - margin)))
    let top = Int(max(0, min(Double(height), box.minY - margin)))
    let right = Int(max(0, min(Double(width), box.maxX + margin)))
    let bottom = Int(max(0, min(Double(height), box.maxY + margin)))
    guard let part = cropped(x: left, y: top, width: right - left, height: bottom - top) else { return nil }
    let size = Size(
      width: max(1, Int((Double(part.width) / factor).rounded())),
      height: max(1, Int((Double(part.height) / factor).rounded())))
    let (sx, sy) = (Double(size.width) / Double(part.width), Double(size.height) / Double(part.height))
    let moved = quad.mapped { Point(($0.x - Double(left)) * sx, ($0.y - Double(top)) * sy) }
    return (part.resized(to: size), moved)
  }

  private func sample(_ quad: Quad, into target: UnsafeMutableBufferPointer<UInt8>, size: Size, rowStride: Int) {
    let map = Transform(from: size, to: quad)
    pixels.withUnsafeBufferPointer { source in
      for y in 0..<size.height {
        let row = UnsafeMutableBufferPointer(rebasing: target[(y * rowStride)..<(y * rowStride + size.width * 3)])
        if map.isAffine {
          sampleAffineRow(source, map, Double(y) + 0.5, row, size.width)
        } else {
          sampleProjectiveRow(source, map, Double(y) + 0.5, row, size.width)
        }
      }
    }
  }

  /// Along a row the source point moves by a constant step: 16.16 fixed-point numbers, no division.
  private func sampleAffineRow(
    _ source: UnsafeBufferPointer<UInt8>, _ map: Transform, _ y: Double,
    _ row: UnsafeMutableBufferPointer<UInt8>, _ count: Int
  ) {
    // 2^16 steps a pixel in 64 bits: no coordinate that passed the clamp overflows.
    func fixed(_ value: Double) -> Int { Int(max(-1e9, min(1e9, value)) * 65536) }
    let start = map.apply(Point(0.5, y))
    var (px, py) = (fixed(start.x - 0.5), fixed(start.y - 0.5))
    let (stepX, stepY) = (fixed(map.a), fixed(map.d))
    for x in 0..<count {
      blend(source, px, py, row.baseAddress! + x * 3)
      px &+= stepX
      py &+= stepY
    }
  }

  private func sampleProjectiveRow(
    _ source: UnsafeBufferPointer<UInt8>, _ map: Transform, _ y: Double,
    _ row: UnsafeMutableBufferPointer<UInt8>, _ count: Int
  ) {
    for x in 0..<count {
      let p = map.apply(Point(Double(x) + 0.5, y))
      // A point on the vanishing line has no place: NaN and infinities end at the border.
      let px = p.x.isFinite ? max(-1e6, min(1e6, p.x - 0.5)) : 0
      let py = p.y.isFinite ? max(-1e6, min(1e6, p.y - 0.5)) : 0
      blend(source, Int(px * 65536), Int(py * 65536), row.baseAddress! + x * 3)
    }
  }

  /// The mean of the four pixels around a 16.16 position, weighted to 1/256.
  @inline(__always)
  private func blend(
    _ source: UnsafeBufferPointer<UInt8>, _ px: Int, _ py: Int, _ out: UnsafeMutablePointer<UInt8>
  ) {
    let (x, y) = (px >> 16, py >> 16)
    let (fx, fy) = (Int32(truncatingIfNeeded: (px >> 8) & 255), Int32(truncatingIfNeeded: (py >> 8) & 255))
    let (x0, x1) = (min(max(x, 0), width - 1), min(max(x + 1, 0), width - 1))
    let (y0, y1) = (min(max(y, 0), height - 1), min(max(y + 1, 0), height - 1))
    let base = source.baseAddress!
    let (a, b) = (base + (y0 * width + x0) * 3, base + (y0 * width + x1) * 3)
    let (c, d) = (base + (y1 * width + x0) * 3, base + (y1 * width + x1) * 3)
    let (wa, wb) = ((256 - fx) * (256 - fy), fx * (256 - fy))
    let (wc, wd) = ((256 - fx) * fy, fx * fy)
    for channel in 0..<3 {
      let upper = Int32(a[channel]) &* wa &+ Int32(b[channel]) &* wb
      let lower = Int32(c[channel]) &* wc &+ Int32(d[channel]) &* wd
      out[channel] = UInt8(truncatingIfNeeded: (upper &+ lower &+ 32768) >> 16)
    }
  }
}
