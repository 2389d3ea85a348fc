internal import CCairo

/// What a picture is drawn on, inside `Image.draw(_:)`. Edges are smooth, coordinates are image pixels, and what lies
/// outside of the picture is cut off. Shapes with a coordinate that is no finite number are left out.
///
/// ```swift
/// image.draw { canvas in
///   canvas.fill(quad, color: .blue, opacity: 0.2)
///   canvas.stroke(quad, color: .blue, width: 2)
///   canvas.text("Total", at: quad.bottomLeft, size: 20, color: .blue)
/// }
/// ```
public final class Canvas {
  /// The extent of the picture.
  public let size: Size
  let context: OpaquePointer

  /// - Parameter origin: the picture's pixel at the surface's top-left corner.
  init(size: Size, surface: OpaquePointer, origin: Point = .zero) {
    self.size = size
    context = cairo_create(surface)
    cairo_translate(context, -origin.x, -origin.y)
    cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
    cairo_set_line_cap(context, CAIRO_LINE_CAP_ROUND)
  }

  deinit { cairo_destroy(context) }

  /// Draws the outline of a closed polygon.
  ///
  /// - Parameters:
  ///   - width: of the line in pixels, half of it on either side.
  ///   - opacity: from 0, invisible, to 1.
  public func stroke(_ polygon: [Point], color: Color, width: Double = 2, opacity: Double = 1) {
    guard trace(polygon) else { return }
    cairo_close_path(context)
    stroke(color, width, opacity)
  }

  /// Draws the outline of a quad.
  public func stroke(_ quad: Quad, color: Color, width: Double = 2, opacity: Double = 1) {
    stroke(quad.corners, color: color, width: width, opacity: opacity)
  }

  /// Draws the outline of a rectangle.
  public func stroke(_ rect: Rect, color: Color, width: Double = 2, opacity: Double = 1) {
    stroke(Quad(rect), color: color, width: width, opacity: opacity)
  }

  /// Fills a closed polygon.
  ///
  /// - Parameter opacity: from 0, invisible, to 1.
  public func fill(_ polygon: [Point], color: Color, opacity: Double = 1) {
    guard trace(polygon) else { return }
    use(color, opacity)
    cairo_fill(context)
  }

  /// Fills a quad.
  public func fill(_ quad: Quad, color: Color, opacity: Double = 1) {
    fill(quad.corners, color: color, opacity: opacity)
  }

  /// Fills a rectangle.
  public func fill(_ rect: Rect, color: Color, opacity: Double = 1) {
    fill(Quad(rect), color: color, opacity: opacity)
  }

  /// Draws a line through points, its ends round.
  public func line(_ points: [Point], color: Color, width: Double = 2, opacity: Double = 1) {
    guard trace(points) else { return }
    stroke(color, width, opacity)
  }

  /// Draws a line.
  public func line(from start: Point, to end: Point, color: Color, width: Double = 2, opacity: Double = 1) {
    line([start, end], color: color, width: width, opacity: opacity)
  }

  /// Draws a filled circle.
  ///
  /// - Parameter radius: in pixels.
  public func dot(at center: Point, radius: Double = 3, color: Color, opacity: Double = 1) {
    guard let center = Self.inRange(center), radius.isFinite, radius > 0 else { return }
    cairo_new_path(context)
    cairo_arc(context, center.x, center.y, min(radius, Self.farthest), 0, 2 * Double.pi)
    use(color, opacity)
    cairo_fill(context)
  }

  /// Draws the outline of a circle.
  ///
  /// - Parameters:
  ///   - radius: in pixels.
  ///   - width: of the line in pixels, half of it on either side.
  public func circle(at center: Point, radius: Double, color: Color, width: Double = 2, opacity: Double = 1) {
    guard let center = Self.inRange(center), radius.isFinite, radius > 0 else { return }
    cairo_new_path(context)
    cairo_arc(context, center.x, center.y, min(radius, Self.farthest), 0, 2 * Double.pi)
    stroke(color, width, opacity)
  }

  /// Sets what is drawn with.
  func use(_ color: Color, _ opacity: Double) {
    let (red, green, blue) = (Double(color.red) / 255, Double(color.green) / 255, Double(color.blue) / 255)
    cairo_set_source_rgba(context, red, green, blue, opacity.isFinite ? opacity : 1)
  }

  /// The point inside what Cairo's 24-bit coordinates can hold; nil where it is no point.
  static func inRange(_ point: Point) -> Point? {
    guard point.x.isFinite, point.y.isFinite else { return nil }
    return Point(max(-farthest, min(farthest, point.x)), max(-farthest, min(farthest, point.y)))
  }

  private static let farthest = 4e6

  /// Makes points the current path; false where one of them is no point or there are none.
  private func trace(_ points: [Point]) -> Bool {
    let path = points.compactMap(Self.inRange)
    guard path.count == points.count, let first = path.first else { return false }
    cairo_new_path(context)
    cairo_move_to(context, first.x, first.y)
    for point in path.dropFirst() { cairo_line_to(context, point.x, point.y) }
    return true
  }

  private func stroke(_ color: Color, _ width: Double, _ opacity: Double) {
    guard width.isFinite, width > 0 else { return }
    use(color, opacity)
    cairo_set_line_width(context, min(width, Self.farthest))
    cairo_stroke(context)
  }
}
