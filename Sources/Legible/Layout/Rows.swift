/// The rows of a table, a form or a single column.
enum Rows {
  /// The boxes row by row, each row from left to right.
  static func order(_ boxes: [LayoutBox]) -> [LayoutBox] {
    bands(of: boxes).flatMap { band in
      rows(of: band).flatMap { $0 }
    }
  }

  /// The groups of boxes that a horizontal line can pass between, from top to bottom.
  ///
  /// A quarter of a line's height is cut off at the top and at the bottom of each box: boxes of neighbouring lines may
  /// touch or overlap a little.
  static func bands(of boxes: [LayoutBox]) -> [[LayoutBox]] {
    let unit = boxes.medianHeight
    func margin(_ box: LayoutBox) -> Double { min(unit, box.height) / 4 }
    let sorted = boxes.sorted { ($0.minY + margin($0), $0.minX) < ($1.minY + margin($1), $1.minX) }
    var bands: [[LayoutBox]] = []
    var bottom = -Double.infinity
    for box in sorted {
      if box.minY + margin(box) > bottom { bands.append([]) }
      bands[bands.count - 1].append(box)
      bottom = max(bottom, box.maxY - margin(box))
    }
    return bands
  }

  /// The boxes of a band as rows from top to bottom.
  ///
  /// From left to right, each box goes on with the row whose last box it overlaps most in y, if by half of the
  /// lesser height. So a row may climb or sink a little across the page, as it does on a curved or skewed one.
  private static func rows(of band: [LayoutBox]) -> [[LayoutBox]] {
    guard band.count > 1 else { return [band] }
    let unit = band.medianHeight
    // What is much taller than its neighbours (a capital over three lines, a vertical line) counts as one line that
    // stands at its top.
    func extent(_ box: LayoutBox) -> (top: Double, bottom: Double) {
      (box.minY, box.height > 1.8 * unit ? box.minY + unit : box.maxY)
    }
    var rows: [[LayoutBox]] = []
    for box in band.sorted(by: LayoutBox.isBefore) {
      let (top, bottom) = extent(box)
      var best: (share: Double, row: Int) = (0.5, -1)
      for (r, row) in rows.enumerated() {
        guard let last = row.last, last.maxX <= box.minX + 0.5 * unit else { continue }
        let other = extent(last)
        let overlap = min(bottom, other.bottom) - max(top, other.top)
        let share = overlap / max(1e-6, min(bottom - top, other.bottom - other.top))
        if share > best.share { best = (share, r) }
      }
      if best.row >= 0 { rows[best.row].append(box) } else { rows.append([box]) }
    }
    let keyed = rows.map { row -> (y: Double, x: Double, row: [LayoutBox]) in
      let sum = row.reduce(0) { $0 + (extent($1).top + extent($1).bottom) / 2 }
      return (sum / Double(row.count), row[0].minX, row)
    }
    return keyed.sorted { ($0.y, $0.x) < ($1.y, $1.x) }.map(\.row)
  }
}
