extension Canvas {
  /// Draws labels: an outline around each quad, and its text beside it on a plate, which is readable on any background.
  ///
  /// Texts lie below or above their quads, inside the picture, and not on each other where there is room.
  ///
  /// - Returns: for each label the rectangle that its text covers; nil where no text was drawn.
  @discardableResult
  public func labels(_ labels: [Label], font: FontSet = .system) -> [Rect?] {
    let plates = LabelLayout(frame: size) { font.extent(of: $0, size: $1) }.plates(for: labels)
    let line = max(1.5, Double(min(size.width, size.height)) / 400)
    for label in labels {
      // Dark beside light: one of the two stands out everywhere.
      stroke(label.quad, color: .black, width: line + 2, opacity: 0.5)
      stroke(label.quad, color: label.drawnColor, width: line)
    }
    var places = [Rect?](repeating: nil, count: labels.count)
    // All plates above all lines, so that no line runs through a text.
    for plate in plates {
      let color = labels[plate.index].drawnColor
      fill(plate.rect.grown(by: 1), color: .black, opacity: 0.4)
      fill(plate.rect, color: color, opacity: 0.92)
      text(
        plate.text, at: Point(plate.rect.minX + LabelLayout.margin, plate.rect.minY), size: plate.size,
        color: color.readableOnTop, font: font)
      places[plate.index] = plate.rect
    }
    return places
  }
}

extension Image {
  /// Draws labels, see `Canvas.labels`.
  public mutating func draw(labels: [Label], font: FontSet = .system) {
    if labels.isEmpty { return }
    draw { canvas in _ = canvas.labels(labels, font: font) }
  }
}
