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
    guard left < right, top < bottom else { return nil }
    let part = Size(width: right - left, height: bottom - top)
    let size = Size(
      width: max(1, Int((Double(part.width) / factor).rounded())),
      height: max(1, Int((Double(part.height) / factor).rounded())))
    let (sx, sy) = (Double(size.width) / Double(part.width), Double(size.height) / Double(part.height))
    let moved = quad.mapped { Point(($0.x - Double(left)) * sx, ($0.y - Double(top)) * sy) }
    let smaller = Image(size: size) { target in
      resize(left: left, top: top, part: part, into: target, size: size, rowStride: size.width * 3)
    }
    return (smaller, moved)
  }

  private func sample(_ quad: Quad, into target: UnsafeMutableBufferPointer<UInt8>, size: Size, rowStride: Int) {
    pixels.withUnsafeBufferPointer { source in
      Sampler(source: source.baseAddress!, width: width, height: height, map: Transform(from: size, to: quad))
        .sample(into: target.baseAddress!, size: size, rowStride: rowStride)
    }
  }
}
