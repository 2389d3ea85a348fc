/// One line that says how far the work is.
struct ProgressBar {
  /// Pictures that are done.
  var done: Int
  /// All pictures, at least 1.
  var count: Int
  /// The picture that is being read.
  var name: String

  /// For instance `[#######-----------------]  3/10 photo.jpg`, no wider than the terminal.
  func drawn(columns: Int) -> String {
    let cells = 24
    let filled = min(cells, done * cells / count)
    let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: cells - filled)
    let number = "\(done)"
    let padding = String(repeating: " ", count: max(0, "\(count)".count - number.count))
    let line = "[\(bar)] \(padding)\(number)/\(count) \(name.withoutControlCharacters)"
    // A character may be two columns wide: the line is cut by scalars outside of ASCII counting double.
    var width = 0
    return String(
      line.prefix { character in
        width += character.isASCII ? 1 : 2
        return width < columns
      })
  }
}
