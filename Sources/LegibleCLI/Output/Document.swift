internal import FoundationEssentials
internal import Legible

/// The text that an output file holds: what was read from one picture, or from several one after the other.
struct Document {
  let format: OutputFormat
  /// Whether it may hold several pictures: then each one's name is told.
  let isSeries: Bool
  private var count = 0

  init(format: OutputFormat, isSeries: Bool) {
    self.format = format
    self.isSeries = isSeries
  }

  /// What comes before the first picture.
  var head: String { format == .json && isSeries ? "[" : "" }

  /// What comes after the last picture.
  var tail: String {
    guard format == .json, isSeries else { return "" }
    return count == 0 ? "]\n" : "\n]\n"
  }

  /// What is written for the next picture.
  mutating func piece(_ content: PictureResult.Content, source: String) throws -> String {
    defer { count += 1 }
    switch format {
    case .text:
      let header = isSeries ? "\(count == 0 ? "" : "\n")==> \(source.withoutControlCharacters) <==\n" : ""
      return header + Self.text(content)
    case .json:
      let object = try Self.json(content, source: source, isPretty: true)
      return isSeries ? "\(count == 0 ? "\n" : ",\n")\(object)" : object + "\n"
    case .jsonl:
      return try Self.json(content, source: source, isPretty: false) + "\n"
    case .tsv:
      return try Self.table(content, source: source, hasHead: count == 0)
    }
  }

  private static func text(_ content: PictureResult.Content) -> String {
    switch content {
    case .page(let page): page.isEmpty ? "" : page.text + "\n"
    case .regions(let regions, _): regions.map { $0.row(separator: " ") + "\n" }.joined()
    }
  }
}
