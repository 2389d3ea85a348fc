internal import Legible

/// Where lines are looked for in a frame.
struct Lookout: Sendable {
  let area: LiveOptions.Area

  /// The rectangles outside of which changes do not matter; nil: there are none.
  var places: [Rect]? {
    switch area {
    case .everywhere: nil
    case .inside(let quads): quads.map(\.boundingBox)
    case .nowhere: []
    }
  }

  /// The regions that a source finds, in pixels of the whole picture.
  func regions(of image: Image, from source: some LineSource) throws -> [TextRegion] {
    switch area {
    case .everywhere: return try source.regions(of: image)
    case .nowhere: return []
    case .inside(let quads):
      return try quads.flatMap { try regions(of: image, inside: $0, from: source) }
    }
  }

  /// Detects in one quad, made an upright picture of its own size but not larger than the picture is.
  private func regions(of image: Image, inside quad: Quad, from source: some LineSource) throws -> [TextRegion] {
    let bounds = quad.boundingBox.intersection(Quad(image.size).boundingBox)
    guard !bounds.isEmpty else { return [] }
    let isUpright = quad == Quad(quad.boundingBox)
    // An upright rectangle is cut out as it is: no pixel is changed.
    if isUpright {
      let (x, y) = (Int(bounds.minX.rounded(.down)), Int(bounds.minY.rounded(.down)))
      let (right, bottom) = (Int(bounds.maxX.rounded(.up)), Int(bounds.maxY.rounded(.up)))
      guard let part = image.cropped(x: x, y: y, width: right - x, height: bottom - y) else { return [] }
      return try source.regions(of: part).map { $0.mapped { $0 + Point(Double(x), Double(y)) } }
    }
    let size = Size(
      width: max(1, min(2 * image.width, Int(quad.width.rounded()))),
      height: max(1, min(2 * image.height, Int(quad.height.rounded()))))
    let map = Transform(from: size, to: quad)
    return try source.regions(of: image.warped(from: quad, to: size)).map { $0.mapped(map.apply) }
  }
}

extension TextRegion {
  /// The region with each of its points changed.
  fileprivate func mapped(_ change: (Point) -> Point) -> TextRegion {
    TextRegion(quad: quad.mapped(change), polygon: polygon?.map(change), score: score)
  }
}
