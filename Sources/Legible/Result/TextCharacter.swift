public import Raster

/// One character of a line: a class of the model's alphabet, which may be several Unicode scalars (a flag), or a blank.
public struct TextCharacter: Hashable, Codable, Sendable {
  /// What was read. `" "` for a blank.
  public var text: String
  /// The probability of the reading, 0…1. For a blank that the best path had lost: how sure it is.
  public var score: Float
  /// Where it stands. Neighbours share an edge, half-way between their middles.
  public var quad: Quad

  /// A character at a place.
  public init(text: String, score: Float, quad: Quad) {
    self.text = text
    self.score = score
    self.quad = quad
  }

  /// Whether this is a gap between words.
  public var isBlank: Bool { text == " " || text == "\u{3000}" }
}
