/// How many elements must be inserted, removed or replaced to turn one sequence into another (Levenshtein 1966).
enum EditDistance {
  /// The distance, by the row-by-row method of Wagner and Fischer (1974).
  ///
  /// - Complexity: O(*n* · *m*) time and O(*m*) memory, equal beginnings and ends left aside.
  static func between<Element: Equatable>(_ a: [Element], _ b: [Element]) -> Int {
    var (start, endA, endB) = (0, a.count, b.count)
    while start < endA, start < endB, a[start] == b[start] { start += 1 }
    while endA > start, endB > start, a[endA - 1] == b[endB - 1] { (endA, endB) = (endA - 1, endB - 1) }
    var row = Array(0...(endB - start))
    for i in start..<endA {
      var diagonal = row[0]
      row[0] += 1
      for j in start..<endB {
        let k = j - start
        let replaced = diagonal + (a[i] == b[j] ? 0 : 1)
        diagonal = row[k + 1]
        row[k + 1] = min(replaced, row[k] + 1, diagonal + 1)
      }
    }
    return row[endB - start]
  }
}
