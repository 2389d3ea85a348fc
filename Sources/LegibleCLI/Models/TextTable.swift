/// Rows of text with their columns below each other, two blanks apart.
struct TextTable {
  var titles: [String]
  var rows: [[String]]

  /// The table, a line a row, none with blanks at its end.
  var text: String {
    let all = [titles] + rows
    let widths = titles.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    return all.map { row in
      let cells = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
      let line = cells.joined(separator: "  ")
      return line.prefix(line.lastIndex { $0 != " " }.map { line.distance(from: line.startIndex, to: $0) + 1 } ?? 0)
        + "\n"
    }.joined()
  }
}
