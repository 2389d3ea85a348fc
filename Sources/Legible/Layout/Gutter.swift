/// A gap that runs down between columns of prose.
struct Gutter {
  /// Where the column on its right begins.
  var x: Double
  /// The boxes beside it, as places in the region's boxes sorted from top to bottom.
  var range: Range<Int>
  /// For how many pixels there is text on either side, less twice what interrupts it.
  var height: Double
  /// The places of boxes that stand across it with text on both sides: a quotation set into the columns.
  var insets: Set<Int>
}

/// Looks for gutters in a region.
struct GutterSearch {
  /// The region's boxes from top to bottom.
  private let boxes: [LayoutBox]
  private let unit: Double
  private let evidence: ColumnEvidence
  private var best: Gutter?

  /// The highest gutter of a region whose boxes are sorted from top to bottom; nil where there is none.
  ///
  /// A maximal empty rectangle is bounded on its right by the left edge of a box, so that these edges are all the
  /// places to try. At each of them the boxes that stand across it, such as headings, cut the region into runs.
  static func best(in boxes: [LayoutBox]) -> Gutter? {
    guard boxes.count >= 4 else { return nil }
    var search = GutterSearch(boxes: boxes)
    var last = -Double.infinity
    for x in boxes.map(\.minX).sorted() where x - last > search.unit / 4 {
      last = x
      search.tryEdge(x)
    }
    return search.best
  }

  private init(boxes: [LayoutBox]) {
    self.boxes = boxes
    unit = boxes.medianHeight
    evidence = ColumnEvidence(boxes: boxes, unit: unit)
  }

  private mutating func tryEdge(_ x: Double) {
    // Boxes are known to a fraction of the text's height only.
    let (begin, end) = (x - 0.3 * unit, x - 0.1 * unit)
    var start = 0
    var insets: [Int] = []
    for i in boxes.indices where boxes[i].minX < begin && boxes[i].maxX > end {
      if evidence.hasTextOnBothSides(i) {
        insets.append(i)
      } else {
        considerRun(x, start..<i, insets: insets)
        insets.removeAll(keepingCapacity: true)
        start = i + 1
      }
    }
    considerRun(x, start..<boxes.count, insets: insets)
  }

  private mutating func considerRun(_ x: Double, _ run: Range<Int>, insets: [Int]) {
    // A middle column would be nothing but insets.
    if 8 * insets.count <= run.count { return consider(x, run, insets: insets) }
    var start = run.lowerBound
    for inset in insets {
      consider(x, start..<inset, insets: [])
      start = inset + 1
    }
    consider(x, start..<run.upperBound, insets: [])
  }

  /// Takes the gutter at x along a run of boxes, or along some bands of it, if it is higher than the best one so far.
  private mutating func consider(_ x: Double, _ run: Range<Int>, insets: [Int]) {
    guard run.count >= 4 else { return }
    guard boxes[run.upperBound - 1].maxY - boxes[run.lowerBound].minY > (best?.height ?? 0) else { return }
    let toTheLeft = run.count { boxes[$0].midX < x }
    guard toTheLeft >= 2, run.count - toTheLeft >= 2 else { return }
    let insets = Set(insets)
    func places(in range: Range<Int>) -> [Int] {
      insets.isEmpty ? Array(range) : range.filter { !insets.contains($0) }
    }
    let bands = bands(of: run)
    let verdicts = bands.map { evidence.verdict(at: x, on: places(in: $0.range)) }
    var b = 0
    while b < bands.count {
      guard verdicts[b] == .columns else {
        b += 1
        continue
      }
      var (first, end) = (b, b)
      while first > 0, verdicts[first - 1] == .perhaps, bands[first].gap < 2.5 * unit { first -= 1 }
      for next in bands.indices[(b + 1)...] {
        // Beyond such a distance something else begins.
        if bands[next].gap > 5 * unit { break }
        if verdicts[next] == .columns || (verdicts[next] == .perhaps && end == next - 1) { end = next }
      }
      let range = bands[first].range.lowerBound..<bands[end].range.upperBound
      let beside = places(in: range)
      let inside = insets.filter(range.contains)
      // Better a gutter that nothing interrupts.
      let height =
        min(extent(beside.filter { boxes[$0].midX < x }), extent(beside.filter { boxes[$0].midX >= x }))
        - 2 * inside.reduce(0) { $0 + boxes[$1].height }
      if height > (best?.height ?? 0) {
        best = Gutter(x: x, range: range, height: height, insets: inside)
      }
      b = end + 1
    }
  }

  /// A run cut where nothing stands on either side for more than the usual distance of lines: each band with the gap
  /// above it.
  private func bands(of run: Range<Int>) -> [(range: Range<Int>, gap: Double)] {
    var gaps: [(at: Int, size: Double)] = []
    var bottom = boxes[run.lowerBound].maxY
    for i in run {
      if boxes[i].minY > bottom { gaps.append((i, boxes[i].minY - bottom)) }
      bottom = max(bottom, boxes[i].maxY)
    }
    // Where most lines are apart, as in double-spaced text, that is the usual distance.
    let usual = gaps.count * 4 >= run.count ? gaps.map(\.size).median : 0
    let limit = max(1.2 * unit, 1.8 * usual)
    var bands: [(range: Range<Int>, gap: Double)] = []
    var (start, above) = (run.lowerBound, 0.0)
    for gap in gaps where gap.size > limit {
      bands.append((start..<gap.at, above))
      (start, above) = (gap.at, gap.size)
    }
    bands.append((start..<run.upperBound, above))
    return bands
  }

  private func extent(_ places: [Int]) -> Double {
    var (top, bottom) = (Double.infinity, -Double.infinity)
    for i in places {
      top = min(top, boxes[i].minY)
      bottom = max(bottom, boxes[i].maxY)
    }
    return max(0, bottom - top)
  }
}
