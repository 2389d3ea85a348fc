internal import Raster

/// A picture shown as large as fits, in the middle, its sides in proportion.
struct Letterbox: Hashable, Sendable {
  /// Where the picture lies on the screen, in whole pixels of the screen.
  let rect: Rect
  private let picture: Size

  /// - Parameters:
  ///   - picture: the size of the picture.
  ///   - screen: the size of what it is shown on.
  init(of picture: Size, in screen: Size) {
    self.picture = picture
    let scale = min(
      Double(screen.width) / Double(max(1, picture.width)), Double(screen.height) / Double(max(1, picture.height)))
    let width = max(1, (Double(picture.width) * scale).rounded())
    let height = max(1, (Double(picture.height) * scale).rounded())
    rect = Rect(
      x: ((Double(screen.width) - width) / 2).rounded(.down), y: ((Double(screen.height) - height) / 2).rounded(.down),
      width: width, height: height)
  }

  /// The point of the picture that is seen at a point of the screen; nil beside the picture.
  func picturePoint(at point: Point) -> Point? {
    guard rect.contains(point) else { return nil }
    return Point(
      (point.x - rect.minX) / rect.width * Double(picture.width),
      (point.y - rect.minY) / rect.height * Double(picture.height))
  }
}
