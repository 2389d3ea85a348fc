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

  /// Whether no picture is in it.
  var isEmpty: Bool { count == 0 }

  /// What comes before the first picture.
  var head: String { format == .json && isSeries ? "[" : "" }

  /// What comes after the last picture.
  var tail: String {
    guard format == .json, isSeries else { return "" }
    return count == 0 ? "]\n" : "\n]\n"
  }

  /// What is written for the next picture.
  mutating func piece(_ content: PictureResult.Content, source: String) -> String {
    defer { count += 1 }
    let text =
      switch content {
      case .page(let page): format.pageFormat.write(page, source: source)
      case .regions(let regions, let size):
        RegionReport(source: source, size: size, regions: regions).formatted(format)
      }
    switch format {
    case .text where isSeries:
      return "\(count == 0 ? "" : "\n")==> \(source.withoutControlCharacters) <==\n\(text)"
    case .json where isSeries:
      return "\(count == 0 ? "\n" : ",\n")\(text.dropLast())"
    case .tsv where count == 0:
      return content.tableHeader + text
    case .text, .json, .jsonl, .tsv:
      return text
    }
  }
}

extension PictureResult.Content {
  /// The names of a table's columns, with their line feed.
  var tableHeader: String {
    switch self {
    case .page: OutputFormat.tsv.pageFormat.header
    case .regions: RegionReport.tableHeader
    }
  }
}
