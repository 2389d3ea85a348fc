internal import CPixels

/// Connected parts of a map above a threshold, eight neighbours a pixel.
///
/// Runs of pixels in a row are joined with those they touch in the row above (union–find over runs, Wu, Otoo and
/// Suzuki 2009): linear in the map, and no label image is needed.
struct Components {
  /// A run of pixels above the threshold: row, first column, the column past the last.
  struct Run {
    var row: Int32
    var start: Int32
    var end: Int32
  }

  /// The runs of all parts, part after part, each part's from its top row down, from the left.
  private(set) var runs: [Run] = []
  /// Where each part's runs lie in `runs`.
  private(set) var parts: [Range<Int>] = []

  init(_ values: UnsafeBufferPointer<Float>, width: Int, height: Int, threshold: Float) {
    var found: [Run] = []
    var parents: [Int32] = []
    func root(_ index: Int32) -> Int32 {
      var i = index
      while parents[Int(i)] != i {
        parents[Int(i)] = parents[Int(parents[Int(i)])]
        i = parents[Int(i)]
      }
      return i
    }
    var above = 0..<0
    for y in 0..<height {
      let first = found.count
      Self.scanRow(values, y, width, threshold, &found)
      var candidate = above.lowerBound
      for i in first..<found.count {
        parents.append(Int32(i))
        // Touching includes diagonally: one column farther on both sides.
        while candidate < above.upperBound, found[candidate].end < found[i].start { candidate += 1 }
        var k = candidate
        while k < above.upperBound, found[k].start <= found[i].end {
          let (a, b) = (root(Int32(k)), root(Int32(i)))
          if a != b { parents[Int(max(a, b))] = min(a, b) }
          k += 1
        }
      }
      above = first..<found.count
    }
    group(found) { Int(root(Int32($0))) }
  }

  private static func scanRow(
    _ values: UnsafeBufferPointer<Float>, _ y: Int, _ width: Int, _ threshold: Float, _ found: inout [Run]
  ) {
    let row = values.baseAddress! + y * width
    var x = 0
    while true {
      x = cpixels_next_above(row, x, width, threshold)
      guard x < width else { return }
      let start = x
      while x < width, row[x] > threshold { x += 1 }
      found.append(Run(row: Int32(y), start: Int32(start), end: Int32(x)))
    }
  }

  /// Counting sort of the runs by part; parts in the order of their first run.
  private mutating func group(_ found: [Run], root: (Int) -> Int) {
    var partOfRoot = [Int32](repeating: -1, count: found.count)
    var partOfRun = [Int32](repeating: 0, count: found.count)
    var counts: [Int] = []
    for i in found.indices {
      let r = root(i)
      if partOfRoot[r] < 0 {
        partOfRoot[r] = Int32(counts.count)
        counts.append(0)
      }
      partOfRun[i] = partOfRoot[r]
      counts[Int(partOfRoot[r])] += 1
    }
    var start = 0
    for count in counts {
      parts.append(start..<(start + count))
      start += count
    }
    var next = parts.map(\.lowerBound)
    runs = [Run](repeating: Run(row: 0, start: 0, end: 0), count: found.count)
    for (i, run) in found.enumerated() {
      let part = Int(partOfRun[i])
      runs[next[part]] = run
      next[part] += 1
    }
  }
}
