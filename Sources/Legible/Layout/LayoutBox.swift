internal import Raster

/// An upright rectangle around an item, in the frame of the page's reading direction: x along the text, y down to the
/// next line.
struct LayoutBox {
  /// The item's place among those to be ordered.
  var index: Int
  var minX: Double
  var minY: Double
  var maxX: Double
  var maxY: Double
  /// Whether it is a vertical line of upright characters.
  var isVertical: Bool
  /// Whether it is a horizontal line that runs down or up the page.
  var isSideways: Bool

  var width: Double { maxX - minX }
  var height: Double { maxY - minY }
  var midX: Double { (minX + maxX) / 2 }
  var midY: Double { (minY + maxY) / 2 }
  /// Whether it is too square to tell in which direction it runs: a character or two.
  var isNeutral: Bool { max(width, height) <= 1.6 * min(width, height) }

  /// The box as the reader of vertical lines sees it with the head turned: lines run along x, the rightmost one on top.
  var turnedForVerticalText: LayoutBox {
    var box = self
    (box.minX, box.maxX) = (minY, maxY)
    (box.minY, box.maxY) = (-maxX, -minX)
    return box
  }

  /// Whether a box belongs before another one, all else being equal: by y, then x, then size, then the given order.
  static func isAbove(_ a: LayoutBox, _ b: LayoutBox) -> Bool {
    if a.midY != b.midY { return a.midY < b.midY }
    if a.minX != b.minX { return a.minX < b.minX }
    if a.maxX != b.maxX { return a.maxX < b.maxX }
    if a.minY != b.minY { return a.minY < b.minY }
    return false
  }

  /// Whether a box belongs before another one of its row.
  static func isBefore(_ a: LayoutBox, _ b: LayoutBox) -> Bool {
    if a.minX != b.minX { return a.minX < b.minX }
    if a.midY != b.midY { return a.midY < b.midY }
    return a.maxX < b.maxX
  }
}

extension [LayoutBox] {
  /// The middle one of the boxes' heights, at least a thousandth of a pixel: the unit in which gaps are judged.
  var medianHeight: Double {
    guard !isEmpty else { return 1 }
    return Swift.max(1e-3, map(\.height).median)
  }
}

extension [Double] {
  /// The middle value, the upper one of an even number; 0 of none.
  var median: Double {
    guard !isEmpty else { return 0 }
    return sorted()[count / 2]
  }
}
