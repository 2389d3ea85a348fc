/// How alike two texts are.
enum TextSimilarity {
  /// 1 for the same text, 0 for texts without a common character: 1 − edit distance ÷ length of the longer one.
  static func between(_ a: String, _ b: String) -> Double {
    let (a, b) = (Array(a.prefix(400)), Array(b.prefix(400)))
    let longest = max(a.count, b.count)
    guard longest > 0 else { return 1 }
    var row = Array(0...b.count)
    for i in a.indices {
      var diagonal = row[0]
      row[0] = i + 1
      for j in b.indices {
        let replaced = diagonal + (a[i] == b[j] ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
      }
    }
    return 1 - Double(row[b.count]) / Double(longest)
  }
}
