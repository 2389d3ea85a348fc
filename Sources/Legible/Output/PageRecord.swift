/// A page and where it came from, as the JSON formats write it and read it back.
///
/// ```swift
/// let record = try JSONDecoder().decode(PageRecord.self, from: data)
/// ```
///
/// The fields are those of docs/page.schema.json. Coordinates are kept to a hundredth of a pixel and scores to four
/// places: writing, reading and writing again gives the same bytes.
public struct PageRecord: Hashable, Sendable {
  /// The version of the schema that this library writes and reads.
  public static let schema = 1

  /// The name of the picture; nil if unknown.
  public var source: String?
  /// What was read.
  public var page: Page

  /// A page of a source.
  public init(source: String? = nil, page: Page) {
    self.source = source
    self.page = page
  }
}

extension PageRecord: Codable {
  private enum CodingKeys: CodingKey { case schema, source, text }

  /// Reads what `encode(to:)` wrote.
  ///
  /// - Throws: `DecodingError` if a field is missing or wrong, or if the schema is not the one known here.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let schema = try container.decode(Int.self, forKey: .schema)
    guard schema == Self.schema else {
      throw DecodingError.dataCorruptedError(
        forKey: .schema, in: container, debugDescription: "schema \(schema) is not schema \(Self.schema)")
    }
    self.init(source: try container.decodeIfPresent(String.self, forKey: .source), page: try Page(from: decoder))
  }

  /// Writes the page's fields and `schema`, `source` and `text` beside them.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(Self.schema, forKey: .schema)
    try container.encodeIfPresent(source, forKey: .source)
    try container.encode(page.text, forKey: .text)
    try page.encode(to: encoder)
  }
}
