/// The widths at which the lines of one page are shown to the recogniser together.
///
/// An engine prepares anew when a line of another width comes, and makes kernels for one that it has not seen. So on a page with few lines of a
/// width these are filled up to a wider one, where all in all that costs less.
enum PageWidths {
  /// What one more width costs, in columns that are computed: 100 (f32) to 350 (bf16 on AMX) with PP-OCRv6 tiny, some 130 with small, and several
  /// times that when the kernels are yet to be made.
  static let change = 128

  /// For each line the width that it is shown at, none less than its own; those above `LineWidth.maximum`, which are read in windows, stay.
  ///
  /// - Parameter widths: of each line the least that will do.
  static func joined(_ widths: [Int]) -> [Int] {
    var counts: [Int: Int] = [:]
    for width in widths where width <= LineWidth.maximum { counts[width, default: 0] += 1 }
    let kinds = counts.keys.sorted()
    // What the first i kinds cost at the least, and from which kind on they are joined with the i-th; the best before each is known.
    var best = [(cost: 0, start: 0)]
    for end in kinds.indices {
      var lines = 0
      var choice = (cost: Int.max, start: end)
      for start in stride(from: end, through: 0, by: -1) {
        lines += counts[kinds[start]] ?? 0
        let cost = best[start].cost + change + lines * kinds[end]
        if cost < choice.cost { choice = (cost, start) }
      }
      best.append(choice)
    }
    var shown: [Int: Int] = [:]
    var end = kinds.count
    while end > 0 {
      let start = best[end].start
      for kind in kinds[start..<end] { shown[kind] = kinds[end - 1] }
      end = start
    }
    return widths.map { shown[$0] ?? $0 }
  }
}
