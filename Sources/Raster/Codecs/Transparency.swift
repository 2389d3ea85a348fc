/// What stands behind a transparent picture.
///
/// White, as paper is, unless what is seen would vanish on it: text that is drawn white on nothing needs black. That is
/// decided where the visible part meets the transparent one, because only there the background touches it: a cut-out
/// page is light at its rim, and dark text inside it does not care. So:
///
/// - a pixel of opacity 32 or more (of 255) is visible;
/// - the rim is each visible pixel with a transparent neighbour to the left, right, above or below;
/// - black if at least a tenth of the picture is transparent and the mean luminance of the rim is above 128, else white.
enum Transparency {
  /// The least opacity at which a pixel counts as visible.
  static let visible: UInt8 = 32

  /// White or black for `height × width` pixels of red, green, blue, opacity (not premultiplied).
  static func background(of pixels: UnsafeBufferPointer<UInt8>, width: Int, height: Int) -> Color {
    var transparent = 0
    var (rim, light) = (0, 0)
    /// Looks at two neighbours by their offsets, and counts the visible one if the other is not.
    func meet(_ a: Int, _ b: Int) {
      let (showsA, showsB) = (pixels[a + 3] >= visible, pixels[b + 3] >= visible)
      if showsA == showsB { return }
      let i = showsA ? a : b
      rim += 1
      light += 77 * Int(pixels[i]) + 150 * Int(pixels[i + 1]) + 29 * Int(pixels[i + 2])
    }
    let rowBytes = width * 4
    for y in 0..<height {
      for x in 0..<width {
        let i = y * rowBytes + x * 4
        if pixels[i + 3] < visible { transparent += 1 }
        if x > 0 { meet(i - 4, i) }
        if y > 0 { meet(i - rowBytes, i) }
      }
    }
    let isMuchTransparent = transparent * 10 >= width * height
    return isMuchTransparent && rim > 0 && light > rim * 128 * 256 ? .black : .white
  }

  /// The picture laid on its background.
  static func flattened(_ pixels: UnsafeBufferPointer<UInt8>, size: Size) -> Image {
    let background = background(of: pixels, width: size.width, height: size.height)
    let behind = Int(background.red)
    return Image(size: size) { target in
      for i in 0..<size.area {
        let opacity = Int(pixels[i * 4 + 3])
        let rest = behind * (255 - opacity) + 127
        for channel in 0..<3 {
          target[i * 3 + channel] = UInt8(truncatingIfNeeded: (Int(pixels[i * 4 + channel]) * opacity + rest) / 255)
        }
      }
    }
  }
}
