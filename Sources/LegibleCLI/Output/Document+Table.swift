internal import Legible

extension Document {
  /// A row for each line of text; the names of the columns come first.
  static func table(_ content: PictureResult.Content, source: String, hasHead: Bool) throws -> String {
    let corners = "x1\ty1\tx2\ty2\tx3\ty3\tx4\ty4"
    var rows: [String] = []
    switch content {
    case .page(let page):
      if hasHead { rows.append("source\tline\tscore\t\(corners)\ttext") }
      for (i, line) in page.enumerated() {
        rows.append(
          "\(source.inCell)\t\(i + 1)\t\(Double(line.score).formatted(places: 3))\t\(Self.cells(line.quad))\t\(line.text.inCell)")
      }
    case .regions(let regions, _):
      if hasHead { rows.append("source\tregion\tscore\t\(corners)") }
      for (i, region) in regions.enumerated() {
        rows.append("\(source.inCell)\t\(i + 1)\t\(Double(region.score).formatted(places: 3))\t\(Self.cells(region.quad))")
      }
    }
    return rows.map { $0 + "\n" }.joined()
  }

  private static func cells(_ quad: Quad) -> String {
    quad.coordinates.map { $0.formatted(places: 1) }.joined(separator: "\t")
  }
}

extension String {
  /// The text in one cell of a table: `\t`, `\n`, `\r` and `\\` for what would end it.
  var inCell: String {
    contains { "\t\n\r\r\n\\".contains($0) }
      ? unicodeScalars.map { scalar in
        switch scalar {
        case "\t": "\\t"
        case "\n": "\\n"
        case "\r": "\\r"
        case "\\": "\\\\"
        default: String(scalar)
        }
      }.joined() : self
  }
}
