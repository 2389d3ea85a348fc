internal import CCairo

/// A text laid out in lines, at home in one `FontSet.withLayout` call.
final class TextLayout {
  private let layout: OpaquePointer
  /// Pixels from the left edge of the widest line to its right one.
  let width: Double
  /// Pixels from the top of the first line to the bottom of the last one.
  let height: Double

  /// - Parameters:
  ///   - text: control characters in it other than line ends are drawn as spaces.
  ///   - size: of the font, in pixels (1 em).
  init(_ text: String, families: String, size: Double, context: OpaquePointer) {
    pango_context_set_matrix(context, nil)
    let layout = pango_layout_new(context)!
    let font = pango_font_description_new()
    pango_font_description_set_family(font, families)
    pango_font_description_set_absolute_size(font, size * Double(PANGO_SCALE))
    pango_layout_set_font_description(layout, font)
    pango_font_description_free(font)
    let clean = String(String.UnicodeScalarView(text.unicodeScalars.map { Self.isControl($0) ? " " : $0 }))
    pango_layout_set_text(layout, clean, -1)
    var extent = PangoRectangle()
    pango_layout_get_extents(layout, nil, &extent)
    self.layout = layout
    width = Double(extent.width) / Double(PANGO_SCALE)
    height = Double(extent.height) / Double(PANGO_SCALE)
  }

  deinit { g_object_unref(UnsafeMutableRawPointer(layout)) }

  /// Puts each line in the middle of the widest.
  func center() { pango_layout_set_alignment(layout, PANGO_ALIGN_CENTER) }

  /// Draws the text, its top-left corner at the current origin, scaled and turned as the drawing is.
  ///
  /// The layout is not told of that (`pango_cairo_update_layout`): it would make the characters narrower, not their
  /// distances.
  func draw(on context: OpaquePointer) {
    cairo_move_to(context, 0, 0)
    pango_cairo_show_layout(context, layout)
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .control && scalar != "\n"
  }
}
