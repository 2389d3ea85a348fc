extension Image {
  /// The picture turned clockwise by `quarterTurns` × 90°.
  public func turned(quarterTurns: Int) -> Image {
    let turns = ((quarterTurns % 4) + 4) % 4
    if turns == 0 { return self }
    let (w, h) = (width, height)
    let size = turns == 2 ? self.size : Size(width: h, height: w)
    return Image(size: size) { target in
      pixels.withUnsafeBufferPointer { source in
        // Where in the source the target's first pixel lies, and the steps of a target column and a target row.
        let (start, columnStep, rowStep) =
          switch turns {
          case 1: ((h - 1) * w, -w, 1)
          case 2: (h * w - 1, -1, -w)
          default: (w - 1, w, -1)
          }
        var out = 0
        for row in 0..<size.height {
          var i = (start + row * rowStep) * 3
          for _ in 0..<size.width {
            target[out] = source[i]
            target[out + 1] = source[i + 1]
            target[out + 2] = source[i + 2]
            out += 3
            i += columnStep * 3
          }
        }
      }
    }
  }

  /// The part inside a rectangle of whole pixels, which is cut to the picture; nil where nothing is left.
  public func cropped(x: Int, y: Int, width cropWidth: Int, height cropHeight: Int) -> Image? {
    let (left, top) = (max(0, x), max(0, y))
    let (right, bottom) = (min(width, x.saturated(adding: cropWidth)), min(height, y.saturated(adding: cropHeight)))
    guard left < right, top < bottom else { return nil }
    let rowBytes = (right - left) * 3
    return Image(size: Size(width: right - left, height: bottom - top)) { target in
      pixels.withUnsafeBufferPointer { source in
        for row in top..<bottom {
          let from = (row * width + left) * 3
          _ = UnsafeMutableBufferPointer(rebasing: target[((row - top) * rowBytes)...])
            .update(fromContentsOf: source[from..<(from + rowBytes)])
        }
      }
    }
  }

  /// The picture with a margin around it, of pixels on each side; a negative one counts as none.
  public func padded(left: Int, top: Int, right: Int, bottom: Int, color: Color) -> Image {
    let (left, top, right, bottom) = (max(0, left), max(0, top), max(0, right), max(0, bottom))
    var result = Image(
      size: Size(width: left + width + right, height: top + height + bottom), filled: color)
    let (rowBytes, targetRowBytes) = (width * 3, result.width * 3)
    result.withMutablePixels { target in
      pixels.withUnsafeBufferPointer { source in
        for row in 0..<height {
          let to = (row + top) * targetRowBytes + left * 3
          _ = UnsafeMutableBufferPointer(rebasing: target[to...])
            .update(fromContentsOf: source[(row * rowBytes)..<((row + 1) * rowBytes)])
        }
      }
    }
    return result
  }
}

extension Int {
  /// The sum, or the number nearest to it that there is.
  func saturated(adding other: Int) -> Int {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? (other > 0 ? .max : .min) : sum
  }
}
