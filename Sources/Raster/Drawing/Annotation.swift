/// What was read at one place of a picture, to be shown to a person.
public struct Annotation: Hashable, Sendable {
  /// Where the text stands, in pixels of the picture.
  public var quad: Quad
  /// What was read there.
  public var text: String
  /// How sure the reading is, 0…1; nil where that is not known.
  public var score: Float?

  /// A text at a place.
  public init(quad: Quad, text: String, score: Float? = nil) {
    self.quad = quad
    self.text = text
    self.score = score
  }
}

extension Image {
  /// The picture with the quads drawn into it and, beside it, a white page of the same size on which each text stands at
  /// the place where it was read, so that both can be compared and nothing is covered.
  ///
  /// A quad has the same colour on both. Texts of a score below 0.8 are red. The page is on the right, or below a picture
  /// that is more than twice as wide as high. Where the median line is less than 18 pixels high everything is drawn
  /// larger, at most four times and at most to 16 megapixels a page, so that the text can be read.
  public func annotated(with annotations: [Annotation], font: FontSet = .system) -> Image {
    let heights = annotations.map { min($0.quad.width, $0.quad.height) }.filter { $0.isFinite && $0 > 0 }.sorted()
    let lineHeight = heights.isEmpty ? Double(min(width, height)) / 20 : heights[heights.count / 2]
    let scale = max(1, min(4, 18 / lineHeight, (16e6 / Double(size.area)).squareRoot()))
    var picture = resized(
      to: Size(width: Int((Double(width) * scale).rounded()), height: Int((Double(height) * scale).rounded())))
    var page = Image(size: picture.size)
    let stroke = max(1, min(6, lineHeight * scale / 14))
    let scaled = annotations.map { Annotation(quad: $0.quad.mapped { $0 * scale }, text: $0.text, score: $0.score) }

    picture.draw { canvas in
      for (i, annotation) in scaled.enumerated() {
        let color = Color.distinct(i)
        canvas.fill(annotation.quad, color: color, opacity: 0.1)
        canvas.stroke(annotation.quad, color: color, width: stroke)
      }
    }
    page.draw { canvas in
      for (i, annotation) in scaled.enumerated() {
        let color = Color.distinct(i)
        canvas.stroke(annotation.quad, color: color, width: max(1, stroke / 2), opacity: 0.45)
      }
      // All text above all lines, so that no line runs through a text.
      for annotation in scaled {
        let isUnsure = annotation.score.map { $0 < 0.8 } ?? false
        canvas.text(
          annotation.text, in: annotation.quad, color: isUnsure ? Color(red: 200, green: 0, blue: 0) : .black,
          font: font)
      }
    }

    let gap = max(2, Int(stroke * 2))
    let isWide = picture.width > picture.height * 2
    var both = Image(
      size: isWide
        ? Size(width: picture.width, height: picture.height * 2 + gap)
        : Size(width: picture.width * 2 + gap, height: picture.height),
      filled: Color(red: 150, green: 150, blue: 150))
    both.draw(picture, x: 0, y: 0)
    both.draw(page, x: isWide ? 0 : picture.width + gap, y: isWide ? picture.height + gap : 0)
    return both
  }
}
