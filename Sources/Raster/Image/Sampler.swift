internal import CPixels

/// Looks a picture up along a transform, linear between pixels; outside of the picture its border is repeated.
///
/// Points are 16.16 fixed-point numbers and weights have 8 bits, so the sums are exact in integers, in whatever order they
/// are made: the three ways below give the same bytes.
struct Sampler {
  /// `height × width × 3` bytes.
  let source: UnsafePointer<UInt8>
  let width: Int
  let height: Int
  /// From the target to the source.
  let map: Transform

  /// Fills a target row by row; rows are `rowStride` bytes apart.
  func sample(into target: UnsafeMutablePointer<UInt8>, size: Size, rowStride: Int) {
    guard map.isAffine else {
      sampleProjective(into: target, size: size, rowStride: rowStride)
      return
    }
    // The source point moves by a constant step along a row.
    let (stepX, stepY) = (Self.fixed(map.a), Self.fixed(map.d))
    let isUpright = stepY == 0 && start(ofRow: 0).x == start(ofRow: size.height - 1).x
    if isUpright {
      sampleUpright(into: target, size: size, rowStride: rowStride, stepX)
    } else {
      for y in 0..<size.height {
        sampleRow(into: target + y * rowStride, size.width, start(ofRow: y), stepX, stepY)
      }
    }
  }

  /// 2^16 steps a pixel in 64 bits: no coordinate that passed the clamp overflows.
  private static func fixed(_ value: Double) -> Int { Int(max(-1e9, min(1e9, value)) * 65536) }

  private func start(ofRow y: Int) -> (x: Int, y: Int) {
    let point = map.apply(Point(0.5, Double(y) + 0.5))
    return (Self.fixed(point.x - 0.5), Self.fixed(point.y - 0.5))
  }

  // MARK: - Upright

  /// All rows look at the same columns: two source rows are blended first, then that row is scaled along itself.
  private func sampleUpright(into target: UnsafeMutablePointer<UInt8>, size: Size, rowStride: Int, _ stepX: Int) {
    let startX = start(ofRow: 0).x
    func column(_ i: Int) -> Int { min(max((startX + i * stepX) >> 16, 0), width - 1) }
    let first = min(column(0), column(size.width - 1))
    let last = min(max(column(0), column(size.width - 1)) + 1, width - 1)
    let count = (last - first + 1) * 3
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: size.width) { columns in
      withUnsafeTemporaryAllocation(of: Int16.self, capacity: size.width * 2) { weights in
        for i in 0..<size.width {
          let x = startX + i * stepX
          columns[i] = Int32(column(i) - first)
          // Left and right of the picture both taps are its border.
          let isInside = x >= 0 && x >> 16 < width - 1
          let fraction = isInside ? Int16(truncatingIfNeeded: (x >> 8) & 255) : 0
          weights[i * 2] = 256 - fraction
          weights[i * 2 + 1] = fraction
        }
        withUnsafeTemporaryAllocation(of: Int16.self, capacity: count + 8) { row in
          row.initialize(repeating: 0)
          for y in 0..<size.height {
            let at = start(ofRow: y).y
            let (upper, lower) = (min(max(at >> 16, 0), height - 1), min(max((at >> 16) + 1, 0), height - 1))
            cpixels_blend_rows(
              source + (upper * width + first) * 3, source + (lower * width + first) * 3, Int32((at >> 8) & 255),
              row.baseAddress!, count)
            // The rows are 32768 too low, which makes 256 times as much here; and a half, to round.
            cpixels_scale(
              row.baseAddress!, columns.baseAddress!, weights.baseAddress!, 1, 32768 * 256 + 32768, 16,
              target + y * rowStride, size.width)
          }
        }
      }
    }
  }

  // MARK: - Affine

  /// A row in three parts: the middle one, whose taps all lie in the picture, needs no clamps.
  private func sampleRow(
    into row: UnsafeMutablePointer<UInt8>, _ count: Int, _ start: (x: Int, y: Int), _ stepX: Int, _ stepY: Int
  ) {
    let inside = Self.indices(start.x, stepX, below: (width - 2) << 16, count)
      .clamped(to: Self.indices(start.y, stepY, below: (height - 1) << 16, count))
    func border(_ indices: Range<Int>) {
      for i in indices { blend(start.x &+ i &* stepX, start.y &+ i &* stepY, row + i * 3) }
    }
    border(0..<inside.lowerBound)
    if !inside.isEmpty {
      let (x, y) = (start.x + inside.lowerBound * stepX, start.y + inside.lowerBound * stepY)
      cpixels_blend(
        source, width * 3, Int64(x), Int64(y), Int64(stepX), Int64(stepY), row + inside.lowerBound * 3, inside.count)
    }
    border(inside.upperBound..<count)
  }

  /// The indices at which `start + index × step` is at least 0 and below a limit.
  static func indices(_ start: Int, _ step: Int, below limit: Int, _ count: Int) -> Range<Int> {
    let (lower, upper): (Int, Int)
    if step == 0 {
      (lower, upper) = start >= 0 && start < limit ? (0, count) : (0, 0)
    } else if step > 0 {
      lower = start >= 0 ? 0 : (step - 1 - start) / step
      upper = start >= limit ? 0 : (limit - start + step - 1) / step
    } else {
      lower = start < limit ? 0 : (start - limit) / -step + 1
      upper = start < 0 ? 0 : start / -step + 1
    }
    let end = min(upper, count)
    return lower < end ? lower..<end : 0..<0
  }

  // MARK: - Projective

  private func sampleProjective(into target: UnsafeMutablePointer<UInt8>, size: Size, rowStride: Int) {
    withUnsafeTemporaryAllocation(of: Int64.self, capacity: size.width * 2) { points in
      let (xs, ys) = (points.baseAddress!, points.baseAddress! + size.width)
      for y in 0..<size.height {
        let row = target + y * rowStride
        // Points of which all taps lie in the picture, and that follow one another, are looked up together.
        var from = 0
        for x in 0..<size.width {
          let point = map.apply(Point(Double(x) + 0.5, Double(y) + 0.5))
          let (px, py) = (Self.finite(point.x), Self.finite(point.y))
          (xs[x], ys[x]) = (Int64(px), Int64(py))
          if px >= 0, px < (width - 2) << 16, py >= 0, py < (height - 1) << 16 { continue }
          cpixels_blend_points(source, width * 3, xs + from, ys + from, row + from * 3, x - from)
          blend(px, py, row + x * 3)
          from = x + 1
        }
        cpixels_blend_points(source, width * 3, xs + from, ys + from, row + from * 3, size.width - from)
      }
    }
  }

  /// A point on the vanishing line has no place: NaN and infinities end at the border.
  private static func finite(_ value: Double) -> Int {
    value.isFinite ? Int(max(-1e6, min(1e6, value - 0.5)) * 65536) : 0
  }

  // MARK: - Border

  /// The mean of the four pixels around a point, each of them moved into the picture.
  private func blend(_ px: Int, _ py: Int, _ out: UnsafeMutablePointer<UInt8>) {
    let (x, y) = (px >> 16, py >> 16)
    let (fx, fy) = (Int32(truncatingIfNeeded: (px >> 8) & 255), Int32(truncatingIfNeeded: (py >> 8) & 255))
    let (x0, x1) = (min(max(x, 0), width - 1), min(max(x + 1, 0), width - 1))
    let (y0, y1) = (min(max(y, 0), height - 1), min(max(y + 1, 0), height - 1))
    let (a, b) = (source + (y0 * width + x0) * 3, source + (y0 * width + x1) * 3)
    let (c, d) = (source + (y1 * width + x0) * 3, source + (y1 * width + x1) * 3)
    let (wa, wb) = ((256 - fx) * (256 - fy), fx * (256 - fy))
    let (wc, wd) = ((256 - fx) * fy, fx * fy)
    for channel in 0..<3 {
      let upper = Int32(a[channel]) &* wa &+ Int32(b[channel]) &* wb
      let lower = Int32(c[channel]) &* wc &+ Int32(d[channel]) &* wd
      out[channel] = UInt8(truncatingIfNeeded: (upper &+ lower &+ 32768) >> 16)
    }
  }
}
