/// Tells regions of vertical lines from regions of horizontal ones.
enum WritingModes {
  /// What a region holds.
  enum Split {
    /// Lines that run to the right, or nearly nothing else.
    case horizontal
    /// Lines that run downwards, or more of them than of others and no way to part them.
    case vertical
    /// Parts that each hold fewer boxes, in reading order.
    case parts([[LayoutBox]])
  }

  /// Cuts a region of both kinds of lines where a straight cut parts them.
  static func split(_ boxes: [LayoutBox]) -> Split {
    let vertical = boxes.filter { $0.isVertical && !$0.isNeutral }
    guard !vertical.isEmpty else { return .horizontal }
    let others = boxes.filter { !$0.isVertical && !$0.isNeutral }
    let down = vertical.reduce(0) { $0 + $1.height }
    let along = others.reduce(0) { $0 + $1.width }
    if along == 0 { return .vertical }
    // A single vertical line on a page of horizontal ones is a box like any other.
    if vertical.count < 2, down < along { return .horizontal }
    let bands = merged(Rows.bands(of: boxes))
    if bands.count > 1 { return .parts(bands) }
    // Side by side: from the right where vertical lines prevail.
    let strips = merged(Rows.bands(of: boxes.map(\.turnedForVerticalText)))
      .map { strip in
        let indices = Set(strip.map(\.index))
        return boxes.filter { indices.contains($0.index) }
      }
    if strips.count > 1 { return .parts(down > along ? strips : strips.reversed()) }
    return down > along ? .vertical : .horizontal
  }

  /// Neighbouring groups joined as long as their lines run the same way.
  private static func merged(_ groups: [[LayoutBox]]) -> [[LayoutBox]] {
    var result: [(isVertical: Bool?, boxes: [LayoutBox])] = []
    for group in groups {
      let telling = group.filter { !$0.isNeutral }
      let isVertical = telling.isEmpty ? nil : telling.contains(where: \.isVertical)
      if let last = result.last, last.isVertical == isVertical || last.isVertical == nil || isVertical == nil {
        result[result.count - 1].boxes += group
        result[result.count - 1].isVertical = last.isVertical ?? isVertical
      } else {
        result.append((isVertical, group))
      }
    }
    return result.map(\.boxes)
  }
}
