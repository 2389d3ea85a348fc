internal import CCairo

extension Image {
  /// Lets the closure draw on the picture. The pixels are converted for drawing and back once, so several things are best
  /// drawn in one call. The canvas is of no use after it.
  ///
  /// A closure that throws leaves the picture as it was.
  public mutating func draw<R>(_ body: (Canvas) throws -> R) rethrows -> R {
    let tile = 32767  // the longest side of a surface of Cairo
    if width <= tile, height <= tile {
      let surface = Surface(of: self, x: 0, y: 0, size: size)
      let result = try body(Canvas(size: size, surface: surface.handle))
      surface.copy(to: &self, x: 0, y: 0)
      return result
    }
    // A larger picture: what is drawn is recorded and then played on one part after the other.
    let record = cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, nil)
    defer { cairo_surface_destroy(record) }
    let result = try body(Canvas(size: size, surface: record!))
    for y in stride(from: 0, to: height, by: 4096) {
      for x in stride(from: 0, to: width, by: 4096) {
        let part = Size(width: min(4096, width - x), height: min(4096, height - y))
        let surface = Surface(of: self, x: x, y: y, size: part)
        let context = cairo_create(surface.handle)
        cairo_set_source_surface(context, record, Double(-x), Double(-y))
        cairo_paint(context)
        cairo_destroy(context)
        surface.copy(to: &self, x: x, y: y)
      }
    }
    return result
  }

  /// The same for something that lies inside a rectangle: only the pixels there are converted, so that a program which
  /// draws many small things one by one need not care. What lies outside of the rectangle is cut off.
  mutating func draw(inside extent: Rect, _ body: (Canvas) -> Void) {
    let corners = [extent.minX, extent.minY, extent.maxX, extent.maxY]
    guard corners.allSatisfy(\.isFinite) else { return }
    func pixel(_ value: Double, _ limit: Int) -> Int { Int(max(0, min(Double(limit), value))) }
    let (left, top) = (pixel(extent.minX.rounded(.down), width), pixel(extent.minY.rounded(.down), height))
    let (right, bottom) = (pixel(extent.maxX.rounded(.up), width), pixel(extent.maxY.rounded(.up), height))
    guard left < right, top < bottom else { return }
    let part = Size(width: right - left, height: bottom - top)
    guard part.width <= 32767, part.height <= 32767 else { return draw(body) }
    let surface = Surface(of: self, x: left, y: top, size: part)
    body(Canvas(size: size, surface: surface.handle, origin: Point(Double(left), Double(top))))
    surface.copy(to: &self, x: left, y: top)
  }

  /// Draws the outline of a quad, as wide as suits the size of the picture.
  public mutating func draw(_ quad: Quad, color: Color) {
    let width = max(1, Double(min(self.width, height)) / 400)
    draw(inside: quad.boundingBox.grown(by: width + 1)) { $0.stroke(quad, color: color, width: width) }
  }

  /// Draws text.
  ///
  /// - Parameters:
  ///   - point: the top-left corner of its first line.
  ///   - size: of the font in pixels (1 em).
  public mutating func draw(
    _ text: String, at point: Point, size: Double = 16, color: Color, font: FontSet = .system
  ) {
    let extent = font.extent(of: text, size: size)
    // Slanted letters and accents reach beyond the extent of their line.
    let box = Rect(x: point.x, y: point.y, width: extent.width, height: extent.height).grown(by: min(size, 4096))
    draw(inside: box) { $0.text(text, at: point, size: size, color: color, font: font) }
  }

  /// Tints the picture where a mask is light: at 255 with the full `opacity`, at 0 not at all. A mask of another size is
  /// stretched over the picture.
  ///
  /// - Parameter opacity: from 0, invisible, to 1.
  public mutating func draw(mask: GrayImage, color: Color, opacity: Double = 0.5) {
    let weights = mask.image.resized(to: size).pixels
    let full = Int((max(0, min(1, opacity)) * 256).rounded())
    let tint = [Int(color.red), Int(color.green), Int(color.blue)]
    withMutablePixels { pixels in
      for i in 0..<pixels.count {
        let weight = Int(weights[i]) * full
        let mixed = tint[i % 3] * weight + Int(pixels[i]) * (65280 - weight)
        pixels[i] = UInt8((mixed + 32640) / 65280)
      }
    }
  }

  /// Puts another picture on this one, pixel for pixel; what lies outside is cut off.
  ///
  /// - Parameters:
  ///   - x: where the other picture's left edge comes to lie.
  ///   - y: where its top edge does.
  public mutating func draw(_ other: Image, x: Int, y: Int) {
    let (left, right) = (max(0, x), min(width, x.saturated(adding: other.width)))
    let (top, bottom) = (max(0, y), min(height, y.saturated(adding: other.height)))
    guard left < right, top < bottom else { return }
    let width = width
    withMutablePixels { target in
      other.pixels.withUnsafeBufferPointer { source in
        for row in top..<bottom {
          let from = ((row - y) * other.width + left - x) * 3
          _ = UnsafeMutableBufferPointer(rebasing: target[((row * width + left) * 3)...])
            .update(fromContentsOf: source[from..<(from + (right - left) * 3)])
        }
      }
    }
  }
}
