/// Orders the boxes of a region by cutting it until what is left is read row by row.
struct RegionOrder {
  /// How many boxes may still be looked at in searches for gutters.
  ///
  /// A page has a few levels of columns, each of which is searched once. Boxes that are scattered at random may give
  /// hundreds of chance gutters; from some point on they are read row by row, so that the time stays bounded.
  private var budget: Int

  /// The boxes in reading order. Gutters between columns are looked for if `findsColumns`.
  static func order(_ boxes: [LayoutBox], findsColumns: Bool) -> [LayoutBox] {
    var order = RegionOrder(budget: findsColumns ? 1000 + 8 * boxes.count : 0)
    return order.order(boxes)
  }

  private init(budget: Int) {
    self.budget = budget
  }

  /// The boxes of a region in reading order, whatever the direction of their lines.
  private mutating func order(_ boxes: [LayoutBox]) -> [LayoutBox] {
    guard boxes.count > 1 else { return boxes }
    switch WritingModes.split(boxes) {
    case .horizontal:
      guard let parts = partsAtGutter(in: boxes) else { return Rows.order(boxes) }
      return parts.flatMap { order($0) }
    case .vertical:
      // The rows of the turned frame are the vertical lines, its columns the tiers that they stand in.
      return orderTurned(boxes.map(\.turnedForVerticalText))
    case .parts(let parts):
      return parts.flatMap { order($0) }
    }
  }

  /// The boxes of a region of vertical lines in reading order.
  private mutating func orderTurned(_ boxes: [LayoutBox]) -> [LayoutBox] {
    guard let parts = partsAtGutter(in: boxes) else { return Rows.order(boxes) }
    return parts.flatMap { orderTurned($0) }
  }

  /// What stands above a region's highest gutter, to its left, to its right, across it, and below; nil without one.
  private mutating func partsAtGutter(in boxes: [LayoutBox]) -> [[LayoutBox]]? {
    guard boxes.count >= 4, budget >= boxes.count else { return nil }
    budget -= boxes.count
    let sorted = boxes.sorted(by: LayoutBox.isAbove)
    guard let gutter = GutterSearch.best(in: sorted) else { return nil }
    let beside = gutter.range.filter { !gutter.insets.contains($0) }.map { sorted[$0] }
    return [
      Array(sorted[..<gutter.range.lowerBound]),
      beside.filter { $0.midX < gutter.x },
      beside.filter { $0.midX >= gutter.x },
      gutter.range.filter(gutter.insets.contains).map { sorted[$0] },
      Array(sorted[gutter.range.upperBound...]),
    ]
  }
}
