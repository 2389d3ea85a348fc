internal import CCairo

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

extension Canvas {
  /// Draws text of one or more lines.
  ///
  /// - Parameters:
  ///   - point: the top-left corner of the first line.
  ///   - size: of the font in pixels (1 em).
  ///   - font: where the characters come from; what it lacks comes from the system's fonts.
  public func text(
    _ text: String, at point: Point, size: Double = 16, color: Color, opacity: Double = 1, font: FontSet = .system
  ) {
    guard let point = Self.inRange(point) else { return }
    font.withLayout(of: text, size: size) { layout in
      cairo_save(context)
      cairo_translate(context, point.x, point.y)
      use(color, opacity)
      layout.draw(on: context)
      cairo_restore(context)
    }
  }

  /// Draws one line of text where a quad lies: as high as fits, turned as the quad is, from its left edge to its right one.
  ///
  /// A text that is too long is made narrower, down to half its width, then smaller; one that is too short is widened a
  /// little. In a quad that is much higher than wide the characters stand below each other.
  public func text(_ text: String, in quad: Quad, color: Color, opacity: Double = 1, font: FontSet = .system) {
    guard quad.corners.allSatisfy({ Self.inRange($0) == $0 }) else { return }
    let (width, height) = (quad.width, quad.height)
    guard width >= 1, height >= 1 else { return }
    let line = String(text.map { $0.isNewline ? " " : $0 })
    let isColumn = height > width * 1.5 && line.count > 1
    // Detected quads leave a little air around the characters: an em of 0.8 of the height is what was written there.
    let size = isColumn ? width * 0.8 : height * 0.8
    font.withLayout(of: isColumn ? line.map(String.init).joined(separator: "\n") : line, size: size) { layout in
      guard layout.width > 0, layout.height > 0 else { return }
      var (scaleX, scaleY) = (1.0, 1.0)
      if isColumn {
        layout.center()
        scaleY = min(1.25, height / layout.height)
        scaleX = min(1, width / layout.width, max(scaleY, 0.5) * 1.5)
      } else {
        scaleX = min(1.25, width / layout.width)
        scaleY = min(1, scaleX / 0.5)
      }
      cairo_save(context)
      cairo_translate(context, quad.center.x, quad.center.y)
      cairo_rotate(context, quad.angle)
      if isColumn {
        cairo_translate(context, -layout.width * scaleX / 2, -height / 2)
      } else {
        cairo_translate(context, -width / 2, -layout.height * scaleY / 2)
      }
      cairo_scale(context, scaleX, scaleY)
      use(color, opacity)
      layout.draw(on: context)
      cairo_restore(context)
    }
  }
}
