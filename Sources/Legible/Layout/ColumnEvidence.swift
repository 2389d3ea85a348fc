/// Tells columns of prose from the columns of a table.
///
/// Prose fills its column: most lines reach from edge to edge, and they are long. The cells of a table are short, and
/// they stand in rows. Two columns of prose may stand in rows by chance or on a grid; text that does not is no table.
struct ColumnEvidence {
  /// What is known of the boxes beside a gap.
  enum Verdict {
    /// They are columns.
    case columns
    /// They may go on with columns above or below.
    case perhaps
    /// They are read row by row.
    case rows
  }

  private let boxes: [LayoutBox]
  private let unit: Double
  /// For each box, where the next box of its row begins and the one before ends; infinite where there is none.
  private var next: [Double]
  private var previous: [Double]

  /// The evidence in a region whose boxes are sorted from top to bottom, with text `unit` high.
  init(boxes: [LayoutBox], unit: Double) {
    self.boxes = boxes
    self.unit = unit
    next = [Double](repeating: .infinity, count: boxes.count)
    previous = [Double](repeating: -.infinity, count: boxes.count)
    let tallest = boxes.map(\.height).max() ?? 0
    for i in boxes.indices {
      var j = i + 1
      while j < boxes.count, boxes[j].midY - boxes[i].midY < (boxes[i].height + tallest) / 2 {
        let (a, b) = (boxes[i], boxes[j])
        if min(a.maxY, b.maxY) - max(a.minY, b.minY) > 0.3 * min(a.height, b.height) {
          let (left, l, right, r) = a.midX < b.midX ? (a, i, b, j) : (b, j, a, i)
          next[l] = min(next[l], max(right.minX, left.maxX))
          previous[r] = max(previous[r], min(left.maxX, right.minX))
        }
        j += 1
      }
    }
  }

  /// Whether something stands to the left and to the right of a box.
  func hasTextOnBothSides(_ i: Int) -> Bool { next[i].isFinite && previous[i].isFinite }

  /// Whether boxes that do not cross x, given from top to bottom, stand in columns on either side of it.
  func verdict(at x: Double, on places: [Int]) -> Verdict {
    let left = Side(places.filter { boxes[$0].midX < x }, in: self)
    let right = Side(places.filter { boxes[$0].midX >= x }, in: self)
    let fewer = min(left.count, right.count)
    if fewer >= 3 {
      let aligned = alignedShare(left, right)
      // Cells with much text are told from prose by how well they fill their column.
      let areFilled = (left.isFull || left.isJustified) && (right.isFull || right.isJustified)
      if left.isProse, right.isProse, aligned < 0.4 || (areFilled && fewer >= 4 && beginsAt(x, right)) {
        return .columns
      }
      // A column of prose and a narrower one of notes, short lists or small tables.
      if left.isSurelyProse, right.hasLongLines, aligned < 0.6 || left.isJustified { return .columns }
      if right.isSurelyProse, left.hasLongLines, aligned < 0.6 || right.isJustified { return .columns }
      if left.isDense, right.isDense, left.hasLongLines, right.hasLongLines, aligned < 0.3 { return .columns }
    }
    if fewer >= 2, left.isBlock, right.isBlock { return .columns }
    if left.count >= 2, left.isProse { return .perhaps }
    if fewer >= 1, right.count >= 2, right.isProse { return .perhaps }
    return .rows
  }

  /// What stands on one side of a gap.
  private struct Side {
    let places: [Int]
    /// The share of long lines that fill the side, weighted by width, 0…1.
    var fullShare = 0.0
    /// The same for those that fill it nearly to the edge.
    var brimfulShare = 0.0
    /// The share of long lines, whether full or not, weighted by width.
    var longShare = 0.0
    /// The share of long lines that begin and end where a neighbouring line does, weighted by width, 0…1.
    var justifiedShare = 0.0
    /// Lines follow one another closely.
    var isDense = false
    /// The mean width of the lines, in units of the text's height.
    var meanWidth = 0.0
    /// The least width of a line, in units of the text's height.
    var leastWidth = 0.0

    var count: Int { places.count }
    var isProse: Bool { fullShare >= 0.5 }
    var isFull: Bool { brimfulShare >= 0.6 }
    var isJustified: Bool { justifiedShare >= 0.5 }
    /// Telephone numbers and the like fill their column as well, but are shorter.
    var isSurelyProse: Bool { brimfulShare >= 0.7 && count >= 5 && (meanWidth >= 12 || isJustified) }
    var hasLongLines: Bool { longShare >= 0.3 }
    /// Nothing but full lines, like the lines of a verse.
    var isBlock: Bool { fullShare >= 0.95 && leastWidth >= 8 }

    init(_ places: [Int], in evidence: ColumnEvidence) {
      self.places = places
      guard !places.isEmpty else { return }
      let (boxes, unit) = (evidence.boxes, evidence.unit)
      let minX = places.quantile(0.1) { boxes[$0].minX }
      let maxX = places.quantile(0.9) { boxes[$0].maxX }
      var (full, brimful, total, long) = (0.0, 0.0, 0.0, 0.0)
      leastWidth = .infinity
      for i in places {
        let box = boxes[i]
        // The space to the next column counts unless it is as narrow as a gutter, which the share allows for.
        let before = max(0, box.minX - max(minX, evidence.previous[i]))
        let after = max(0, min(maxX, evidence.next[i]) - box.maxX)
        total += box.width
        leastWidth = min(leastWidth, box.width / unit)
        guard box.width >= 6 * unit else { continue }
        long += box.width
        let share = box.width / (box.width + before + after)
        if share >= 0.7 { full += box.width }
        if share >= 0.8 { brimful += box.width }
      }
      total = max(total, 1e-6)
      meanWidth = total / unit / Double(places.count)
      var justified = Set<Int>()
      for (a, b) in zip(places, places.dropFirst()) {
        let (p, q) = (boxes[a], boxes[b])
        guard min(p.width, q.width) >= 8 * unit else { continue }
        guard abs(p.minX - q.minX) < 0.7 * unit, abs(p.maxX - q.maxX) < 0.7 * unit else { continue }
        justified.formUnion([a, b])
      }
      justifiedShare = justified.reduce(0) { $0 + boxes[$1].width } / max(total, 1e-6)
      (fullShare, brimfulShare, longShare) = (full / total, brimful / total, long / total)
      isDense =
        places.indices.dropLast().quantile(0.5) { boxes[places[$0 + 1]].midY - boxes[places[$0]].midY } < 2.5 * unit
    }
  }

  /// Whether a third of the lines next to the gap begin right at it, as those of a column do unless a picture is in the
  /// way.
  private func beginsAt(_ x: Double, _ side: Side) -> Bool {
    let first = side.places.filter { previous[$0] < x }
    return 3 * first.count { boxes[$0].minX - x < 1.5 * unit } >= first.count
  }

  /// The share of the lesser side's boxes that stand in a row with one of the other side, 0…1.
  private func alignedShare(_ a: Side, _ b: Side) -> Double {
    let (few, many) = a.count <= b.count ? (a.places, b.places) : (b.places, a.places)
    let middles = many.map { boxes[$0].midY }
    var aligned = 0
    for i in few {
      let y = boxes[i].midY
      let after = middles.partitioning { $0 >= y }
      let distance = min(
        after < middles.count ? middles[after] - y : .infinity, after > 0 ? y - middles[after - 1] : .infinity)
      if distance < 0.35 * boxes[i].height { aligned += 1 }
    }
    return Double(aligned) / Double(few.count)
  }
}

extension RandomAccessCollection where Index == Int {
  /// The value that a share of the elements' values, 0…1, does not exceed; 0 of none.
  ///
  /// Of many elements, 64 that are evenly spread stand for all, which is near enough and much faster.
  fileprivate func quantile(_ share: Double, of value: (Element) -> Double) -> Double {
    guard !isEmpty else { return 0 }
    let step = Swift.max(1, count / 64)
    let values = stride(from: startIndex, to: endIndex, by: step).map { value(self[$0]) }.sorted()
    return values[Int((Double(values.count - 1) * share).rounded())]
  }
}
