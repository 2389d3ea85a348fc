internal import ArgumentParser
internal import Legible

/// The forms of output.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
  /// Plain text, a line each.
  case text
  /// One JSON object, or an array of them for several pictures.
  case json
  /// A JSON object a line for each picture.
  case jsonl
  /// A table, a line of text each.
  case tsv

  /// The form that the end of a file's name tells; nil for others.
  init?(fileName: String) {
    guard let format = Self.allCases.first(where: { $0.fileExtension == fileName.fileExtension.lowercased() })
    else { return nil }
    self = format
  }

  /// The library's format.
  var pageFormat: any PageFormat {
    switch self {
    case .text: .text
    case .json: .json
    case .jsonl: .jsonl
    case .tsv: .tsv
    }
  }

  /// Whether the outlines of lines have a place in it.
  var holdsOutlines: Bool {
    switch self {
    case .json, .jsonl: true
    case .text, .tsv: false
    }
  }

  /// How names of files in this form end.
  var fileExtension: String { pageFormat.fileExtension }
}
