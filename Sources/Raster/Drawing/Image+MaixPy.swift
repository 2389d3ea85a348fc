public import Failure

/// Drawing by the names and in the order of MaixPy's `image` module (docs/maixpy.md). Numbers are pixels of the picture.
extension Image {
  /// Loads a font that `drawString` may use under a name. What it lacks comes from the system's fonts.
  ///
  /// The names are those of the whole process; a name that is there already is replaced.
  ///
  /// - Parameters:
  ///   - path: of a TrueType or OpenType file.
  ///   - size: in pixels (1 em), 0.5 to 4096.
  /// - Throws: `LegibleError` with the code `unusableFont`, or `invalidArgument` for a size that is none.
  public static func loadFont(_ name: String, _ path: String, size: Double = 16) throws(LegibleError) {
    guard size >= 0.5, size <= 4096 else {
      throw LegibleError(.invalidArgument, "the font size \(size) is no size: give 0.5 to 4096 pixels")
    }
    FontBook.add(.init(font: try FontSet(file: path), size: size), named: name)
  }

  /// Makes a loaded font the one that `drawString` uses. Before that it is the system's, 16 pixels high.
  ///
  /// - Throws: `LegibleError` with the code `invalidArgument` where no font was loaded under the name.
  public static func setDefaultFont(_ name: String) throws(LegibleError) {
    guard FontBook.choose(name) else {
      let names = FontBook.names.joined(separator: ", ")
      throw LegibleError(
        .invalidArgument,
        "no font was loaded as '\(name)': load it with loadFont first\(names.isEmpty ? "" : " (there are \(names))")")
    }
  }

  /// Draws points, and lines from each to the next and from the last to the first.
  ///
  /// - Parameters:
  ///   - points: `x1, y1, x2, y2 …`, as `PPOCR.Box.toList()` gives them; a number without a partner is left out.
  ///   - size: the radius of the points.
  ///   - thickness: of the circles; −1: filled.
  ///   - lineThickness: of the lines; 0: none.
  public mutating func drawKeypoints(
    _ points: [Int], _ color: Color, _ size: Int = 4, _ thickness: Int = -1, _ lineThickness: Int = 0
  ) {
    let places = stride(from: 0, to: points.count - 1, by: 2).map {
      // Coordinates of MaixPy name pixels, ours the corners of pixels.
      Point(Double(points[$0]) + 0.5, Double(points[$0 + 1]) + 0.5)
    }
    guard let box = Rect(around: places) else { return }
    let reach = Double(max(size, 0)) + Double(max(thickness, 0)) + Double(max(lineThickness, 0)) + 1
    draw(inside: box.grown(by: reach)) { canvas in
      if lineThickness > 0, places.count > 1 { canvas.stroke(places, color: color, width: Double(lineThickness)) }
      for place in places {
        if thickness < 0 {
          canvas.dot(at: place, radius: Double(size), color: color)
        } else {
          canvas.circle(at: place, radius: Double(size), color: color, width: Double(max(1, thickness)))
        }
      }
    }
  }

  /// Draws text, its top-left corner at (x, y).
  ///
  /// - Parameters:
  ///   - scale: of the font's size.
  ///   - font: a name that was loaded; nil, or a name that was not: the default font.
  public mutating func drawString(
    _ x: Int, _ y: Int, _ text: String, _ color: Color = .white, scale: Double = 1, font: String? = nil
  ) {
    let entry = FontBook.entry(font)
    draw(text, at: Point(Double(x), Double(y)), size: entry.size * scale, color: color, font: entry.font)
  }

  /// Draws a rectangle that covers the pixels from (x, y), `width` × `height` of them.
  ///
  /// - Parameter thickness: of the line, inside the rectangle; −1: filled.
  public mutating func drawRect(_ x: Int, _ y: Int, _ width: Int, _ height: Int, _ color: Color, _ thickness: Int = 1) {
    let rect = Rect(x: Double(x), y: Double(y), width: Double(width), height: Double(height))
    guard !rect.isEmpty else { return }
    draw(inside: rect) { canvas in
      if thickness < 0 {
        canvas.fill(rect, color: color)
      } else {
        let line = Double(max(1, thickness))
        // The corners of a stroke are round: the frame is four filled bars.
        canvas.fill(Rect(minX: rect.minX, minY: rect.minY, maxX: rect.maxX, maxY: rect.minY + line), color: color)
        canvas.fill(Rect(minX: rect.minX, minY: rect.maxY - line, maxX: rect.maxX, maxY: rect.maxY), color: color)
        canvas.fill(Rect(minX: rect.minX, minY: rect.minY, maxX: rect.minX + line, maxY: rect.maxY), color: color)
        canvas.fill(Rect(minX: rect.maxX - line, minY: rect.minY, maxX: rect.maxX, maxY: rect.maxY), color: color)
      }
    }
  }

  /// Puts another picture on this one, its top-left corner at (x, y).
  public mutating func drawImage(_ x: Int, _ y: Int, _ image: Image) { draw(image, x: x, y: y) }

  /// Tints the picture where a map is light, as `TextReader.textProbability` gives it, stretched over the whole picture.
  ///
  /// - Parameter opacity: of the tint where the map is 255, 0…1.
  public mutating func drawMask(_ mask: GrayImage, _ color: Color = .red, opacity: Double = 0.5) {
    draw(mask: mask, color: color, opacity: opacity)
  }
}
