/// Long lines that run down or up a page whose other lines run across it: an archive's stamp in the margin, the label
/// of a chart's axis.
enum MarginNotes {
  /// The boxes without the notes, and the notes.
  static func split(_ boxes: [LayoutBox]) -> (text: [LayoutBox], notes: [LayoutBox]) {
    let upright = boxes.filter { !$0.isSideways }
    guard upright.count < boxes.count, !upright.isEmpty else { return (boxes, []) }
    let unit = upright.medianHeight
    let middles = upright.map(\.midY).sorted()
    var (text, notes): ([LayoutBox], [LayoutBox]) = ([], [])
    for box in boxes {
      // One that is next to a line or two only, like the turned heading of a table's column, stays where it is.
      let isNote =
        box.isSideways && box.height > 3 * unit
        && middles.partitioning { $0 >= box.minY } + 2 < middles.partitioning { $0 > box.maxY }
      if isNote { notes.append(box) } else { text.append(box) }
    }
    return (text, notes)
  }
}

extension [Double] {
  /// The first place in a sorted array at which the condition holds, `count` if it holds nowhere (binary search).
  func partitioning(where holds: (Double) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if holds(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
