internal import Raster

/// A table with a row for each line, its cells separated by tabs.
///
/// | column | meaning |
/// |---|---|
/// | `source` | the picture's name, empty if unknown |
/// | `line` | the line's place in the reading order, from 1 |
/// | `score` | the recogniser's score, 0…1 |
/// | `x1` … `y4` | the corners in pixels: top-left, top-right, bottom-right, bottom-left of the text |
/// | `text` | the text |
///
/// Tabs, line feeds and other control characters inside a cell become blanks, so that a row is always a line and a cell
/// is never quoted.
public struct TSVFormat: PageFormat {
  /// A table of lines.
  public init() {}

  /// tsv
  public var fileExtension: String { "tsv" }

  /// The names of the columns.
  public var header: String { "source\tline\tscore\tx1\ty1\tx2\ty2\tx3\ty3\tx4\ty4\ttext\n" }

  /// A row for each line.
  public func write(_ page: Page, source: String?) -> String {
    page.lines.enumerated().map { number, line in
      let cells =
        [cell(source ?? ""), "\(number + 1)", DecimalText.string(Double(line.score), places: 4)]
        + line.quad.coordinates.map { DecimalText.string($0, places: 2) } + [cell(line.text)]
      return cells.joined(separator: "\t") + "\n"
    }.joined()
  }

  private func cell(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      let breaksRows = scalar.properties.generalCategory == .control || scalar == "\u{2028}" || scalar == "\u{2029}"
      scalars.append(breaksRows ? " " : scalar)
    }
    return String(scalars)
  }
}

extension PageFormat where Self == TSVFormat {
  /// A table with a row for each line.
  public static var tsv: TSVFormat { TSVFormat() }
}
