internal import CCairo
public import Failure
internal import Synchronization

/// Fonts to draw text with: a chosen one first, then those of the system for the characters that it lacks.
///
/// ```swift
/// let font = try FontSet(file: "NotoSansJP.otf")
/// image.draw("領収書", at: Point(10, 10), size: 24, color: .black, font: font)
/// ```
///
/// Immutable and free to share between threads. A set has a configuration of Fontconfig of its own; the one of the process
/// is never touched.
public final class FontSet: Sendable {
  /// The fonts of the system, a sans serif one first.
  public static let system = FontSet()

  /// The families to look in, the first one first, separated by commas.
  private let families: String
  /// Whether there is any font at all. Without one nothing is drawn.
  private let isEmpty: Bool
  /// Only read after `init`, which Fontconfig allows from several threads (since 2.10.91).
  nonisolated(unsafe) private let configuration: OpaquePointer?
  /// Loaded fonts that nobody is drawing with.
  private let idle = Mutex<[LoadedFonts]>([])

  private init() {
    configuration = FcInitLoadConfigAndFonts()
    families = "sans-serif"
    isEmpty = Self.isEmpty(configuration)
  }

  /// The font of a file (TrueType, OpenType or a collection, of which it is the first), and the system's fonts for what it
  /// lacks.
  ///
  /// - Throws: `LegibleError` with the code `unusableFont` where the file is missing or no font.
  public init(file path: String) throws(LegibleError) {
    guard !path.isEmpty, !path.utf8.contains(0), let configuration = FcInitLoadConfigAndFonts() else {
      throw LegibleError(.unusableFont, "\(path): there is no such font file: check the path")
    }
    guard let family = Self.family(ofFile: path) else {
      FcConfigDestroy(configuration)
      throw LegibleError(
        .unusableFont,
        "\(path): there is no such file, or it holds no font: give a TrueType or OpenType file (.ttf, .otf, .ttc)")
    }
    FcConfigAppFontAddFile(configuration, path)
    self.configuration = configuration
    families = "\(family),sans-serif"
    isEmpty = false
  }

  deinit {
    for fonts in idle.withLock({ $0 }) { fonts.free() }
    if let configuration { FcConfigDestroy(configuration) }
  }

  /// The extent of a text of one or more lines in pixels, as `Canvas.text` draws it.
  ///
  /// - Parameter size: of the font, in pixels from the top of a line to the bottom without spacing (1 em).
  public func extent(of text: String, size: Double) -> (width: Double, height: Double) {
    withLayout(of: text, size: size) { ($0.width, $0.height) } ?? (0, 0)
  }

  /// Lets the closure use a text that is laid out; nil where there is nothing to draw: no font, a size that is no size.
  func withLayout<R>(of text: String, size: Double, _ body: (TextLayout) throws -> R) rethrows -> R? {
    guard !isEmpty, size.isFinite, size >= 0.5, !text.isEmpty else { return nil }
    guard let fonts = idle.withLock({ $0.popLast() }) ?? configuration.flatMap({ LoadedFonts(configuration: $0) })
    else { return nil }
    defer { idle.withLock { $0.append(fonts) } }
    let layout = TextLayout(text, families: families, size: min(size, 4096), context: fonts.context)
    return try body(layout)
  }

  private static func isEmpty(_ configuration: OpaquePointer?) -> Bool {
    guard let configuration, let fonts = FcConfigGetFonts(configuration, FcSetSystem) else { return true }
    return fonts.pointee.nfont == 0
  }

  private static func family(ofFile path: String) -> String? {
    var count: Int32 = 0
    guard let pattern = FcFreeTypeQuery(path, 0, nil, &count) else { return nil }
    defer { FcPatternDestroy(pattern) }
    var name: UnsafeMutablePointer<FcChar8>?
    guard FcPatternGetString(pattern, FC_FAMILY, 0, &name) == FcResultMatch, let name else { return nil }
    // A comma would end the name.
    return String(cString: name).split(separator: ",").first.map(String.init)
  }
}

/// Pango's fonts and the context to lay out with. Not thread-safe, but free to move: one drawing at a time has them.
private struct LoadedFonts: @unchecked Sendable {
  let map: UnsafeMutablePointer<PangoFontMap>
  let context: OpaquePointer

  init?(configuration: OpaquePointer) {
    guard let map = legible_font_map(configuration) else { return nil }
    guard let context = pango_font_map_create_context(map) else {
      g_object_unref(map)
      return nil
    }
    // Without hinting and whole-pixel advances a text keeps its proportions at every size and angle.
    pango_context_set_round_glyph_positions(context, 0)
    let options = cairo_font_options_create()
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    pango_cairo_context_set_font_options(context, options)
    cairo_font_options_destroy(options)
    self.map = map
    self.context = context
  }

  func free() {
    g_object_unref(UnsafeMutableRawPointer(context))
    g_object_unref(map)
  }
}
