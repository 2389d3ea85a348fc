extension Image {
  /// The picture as its photographer saw it.
  ///
  /// - Parameter orientation: the EXIF tag, 1…8: how the stored picture has to be mirrored and turned. Other values are
  ///   what damaged files hold and change nothing.
  package func oriented(exif orientation: Int) -> Image {
    switch orientation {
    case 2: mirrored()
    case 3: turned(quarterTurns: 2)
    case 4: mirrored().turned(quarterTurns: 2)
    case 5: mirrored().turned(quarterTurns: 3)
    case 6: turned(quarterTurns: 1)
    case 7: mirrored().turned(quarterTurns: 1)
    case 8: turned(quarterTurns: 3)
    default: self
    }
  }

  /// Left and right exchanged.
  func mirrored() -> Image {
    Image(size: size) { target in
      pixels.withUnsafeBufferPointer { source in
        for row in 0..<height {
          var (out, i) = (row * width * 3, (row * width + width - 1) * 3)
          for _ in 0..<width {
            target[out] = source[i]
            target[out + 1] = source[i + 1]
            target[out + 2] = source[i + 2]
            out += 3
            i -= 3
          }
        }
      }
    }
  }
}
