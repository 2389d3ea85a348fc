/// How a picture is brought to the size that a network wants.
public enum Fit: String, Hashable, Codable, Sendable, CaseIterable {
  /// The whole picture at its own aspect ratio, centred, black where it does not reach.
  case contain
  /// Stretched to the whole size.
  case fill
  /// At its own aspect ratio, centred, what does not fit is cut off.
  case cover

  /// Where a picture of one size lands in another.
  public func mapping(from source: Size, to target: Size) -> Mapping {
    let sx = Double(target.width) / Double(source.width)
    let sy = Double(target.height) / Double(source.height)
    switch self {
    case .fill: return Mapping(scaleX: sx, scaleY: sy, offsetX: 0, offsetY: 0)
    case .contain, .cover:
      let scale = self == .contain ? min(sx, sy) : max(sx, sy)
      return Mapping(
        scaleX: scale, scaleY: scale,
        offsetX: (Double(target.width) - Double(source.width) * scale) / 2,
        offsetY: (Double(target.height) - Double(source.height) * scale) / 2)
    }
  }

  /// The place of a picture inside a network's input: `input = picture × scale + offset`.
  public struct Mapping: Hashable, Sendable {
    /// Input pixels a picture pixel, along x.
    public var scaleX: Double
    /// Input pixels a picture pixel, along y.
    public var scaleY: Double
    /// Where the picture's left edge lies in the input; negative where it is cut off.
    public var offsetX: Double
    /// Where the picture's top edge lies in the input; negative where it is cut off.
    public var offsetY: Double

    /// A place of a picture.
    public init(scaleX: Double, scaleY: Double, offsetX: Double, offsetY: Double) {
      self.scaleX = scaleX
      self.scaleY = scaleY
      self.offsetX = offsetX
      self.offsetY = offsetY
    }

    /// From the picture to the input.
    public func map(_ point: Point) -> Point { Point(point.x * scaleX + offsetX, point.y * scaleY + offsetY) }

    /// From the input to the picture.
    public func unmap(_ point: Point) -> Point { Point((point.x - offsetX) / scaleX, (point.y - offsetY) / scaleY) }
  }
}
