internal import FoundationEssentials
internal import Legible

extension Document {
  /// One JSON object, without a line feed at its end.
  static func json(_ content: PictureResult.Content, source: String, isPretty: Bool) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = isPretty ? [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes] : [.sortedKeys, .withoutEscapingSlashes]
    let data =
      switch content {
      case .page(let page): try encoder.encode(SourcedPage(source: source, page: page))
      case .regions(let regions, let size):
        try encoder.encode(RegionReport(source: source, size: size, regions: regions))
      }
    return String(decoding: data, as: UTF8.self)
  }
}

/// A page with the name of its picture.
private struct SourcedPage: Encodable {
  var source: String
  var page: Page

  private enum CodingKeys: CodingKey { case source }

  func encode(to encoder: any Encoder) throws {
    try page.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(source, forKey: .source)
  }
}
