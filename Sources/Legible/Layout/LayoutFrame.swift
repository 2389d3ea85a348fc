#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif
internal import Raster

/// The page turned so that most of its text runs to the right.
struct LayoutFrame {
  private let cosine: Double
  private let sine: Double
  private let angle: Double

  /// The frame in which the bulk of the items is upright.
  ///
  /// The quarter turn is that of the greatest length of text; the rest is the median of the angles of that text,
  /// weighted by length, since a long line's angle is known best.
  init(of items: [ReadingOrder.Item]) {
    // The angle of a character or two says nothing, unless there is nothing else.
    let long = items.filter { Self.length(of: $0) > 2 * Self.thickness(of: $0) }
    let telling = long.isEmpty ? items : long
    var votes = [0.0, 0.0, 0.0, 0.0]
    for item in telling { votes[Self.quarter(of: Self.uprightAngle(of: item))] += Self.length(of: item) }
    // A page is upright unless more of its text says otherwise.
    let quarter = votes.indices.dropFirst().reduce(0) { votes[$1] > votes[$0] ? $1 : $0 }
    let base = Double(quarter) * .pi / 2
    var weighted: [(rest: Double, weight: Double)] = []
    for item in telling {
      let angle = Self.uprightAngle(of: item)
      if Self.quarter(of: angle) == quarter { weighted.append((Self.wrapped(angle - base), Self.length(of: item))) }
    }
    weighted.sort { ($0.rest, $0.weight) < ($1.rest, $1.weight) }
    var left = weighted.reduce(0) { $0 + $1.weight } / 2
    let rest = weighted.first { pair in
      left -= pair.weight
      return left <= 0
    }
    angle = base + (rest?.rest ?? 0)
    (cosine, sine) = (cos(angle), sin(angle))
  }

  /// The rectangle around an item in this frame.
  func box(of item: ReadingOrder.Item, index: Int) -> LayoutBox {
    let corners = item.quad.corners.map { Point($0.x * cosine + $0.y * sine, $0.y * cosine - $0.x * sine) }
    let difference = Self.wrapped(Self.uprightAngle(of: item) - angle)
    let quarter = Self.quarter(of: difference)
    let isTurned = quarter % 2 == 1
    var box = LayoutBox(
      index: index, minX: 0, minY: 0, maxX: 0, maxY: 0,
      isVertical: item.direction == .vertical && !isTurned,
      isSideways: item.direction == .horizontal && isTurned)
    if abs(Self.wrapped(difference - Double(quarter) * .pi / 2)) < .pi / 9 {
      // Nearly straight: the rectangle of the same extent, not the larger one around the slanting corners, which would
      // reach into the next lines.
      let center = Point(corners.reduce(0) { $0 + $1.x } / 4, corners.reduce(0) { $0 + $1.y } / 4)
      let (width, height) = (item.quad.width, item.quad.height)
      let half = isTurned ? Point(height / 2, width / 2) : Point(width / 2, height / 2)
      (box.minX, box.maxX) = (center.x - half.x, center.x + half.x)
      (box.minY, box.maxY) = (center.y - half.y, center.y + half.y)
    } else {
      let (xs, ys) = (corners.map(\.x), corners.map(\.y))
      (box.minX, box.maxX) = (xs.min() ?? 0, xs.max() ?? 0)
      (box.minY, box.maxY) = (ys.min() ?? 0, ys.max() ?? 0)
    }
    return box
  }

  /// The angle by which the item's characters are turned clockwise, in radians.
  private static func uprightAngle(of item: ReadingOrder.Item) -> Double {
    guard item.direction == .vertical else { return item.quad.angle }
    // The long edges of a vertical line tell the angle better than the short ones.
    let down = (item.quad.bottomLeft - item.quad.topLeft) + (item.quad.bottomRight - item.quad.topRight)
    return wrapped(atan2(down.y, down.x) - .pi / 2)
  }

  private static func length(of item: ReadingOrder.Item) -> Double {
    item.direction == .vertical ? item.quad.height : item.quad.width
  }

  private static func thickness(of item: ReadingOrder.Item) -> Double {
    item.direction == .vertical ? item.quad.width : item.quad.height
  }

  /// The nearest quarter turn, 0…3.
  private static func quarter(of angle: Double) -> Int {
    (Int((angle / (.pi / 2)).rounded()) % 4 + 4) % 4
  }

  /// The same direction as an angle in −π…π.
  private static func wrapped(_ angle: Double) -> Double {
    angle - (angle / (2 * .pi)).rounded() * 2 * .pi
  }
}
