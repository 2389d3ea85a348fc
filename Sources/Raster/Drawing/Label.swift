/// A text with the place that it was read from, as a live picture shows it.
public struct Label: Hashable, Sendable {
  /// Where the text stands, in pixels of the picture.
  public var quad: Quad
  /// What is written beside the quad; nothing is where it is empty.
  public var text: String
  /// The identity of the line, the same from frame to frame; nil where lines have none.
  public var id: Int?
  /// The colour of the outline and of the plate under the text; nil: one that goes with `id`.
  public var color: Color?

  /// A text at a place.
  public init(quad: Quad, text: String, id: Int? = nil, color: Color? = nil) {
    self.quad = quad
    self.text = text
    self.id = id
    self.color = color
  }

  /// The colour that is drawn with.
  public var drawnColor: Color { color ?? .distinct(id ?? 0) }
}

/// A label is written with its `quad` as four corners and its `text`; the `id` only where there is one.
extension Label: Encodable {
  private enum CodingKeys: CodingKey { case id, quad, text }

  /// Writes an object.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encodeIfPresent(id, forKey: .id)
    try container.encode(quad, forKey: .quad)
    try container.encode(text, forKey: .text)
  }
}
