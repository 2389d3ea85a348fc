public import Raster

/// What stands between two blanks of a line.
public struct TextWord: Hashable, Sendable {
  /// The characters, at least one, none of them a blank.
  public let characters: [TextCharacter]

  /// How the characters follow one another: as those of the line.
  public let direction: TextLine.Direction

  /// A word of characters, at least one.
  public init(characters: [TextCharacter], direction: TextLine.Direction = .horizontal) {
    precondition(!characters.isEmpty, "a word has at least one character")
    self.characters = characters
    self.direction = direction
  }

  /// What was read.
  public var text: String { characters.map(\.text).joined() }

  /// The mean of the characters' scores, 0…1.
  public var score: Float { characters.reduce(0) { $0 + $1.score } / Float(characters.count) }

  /// From the first character's left edge to the last one's right edge; in a vertical line from the first one's upper
  /// edge to the last one's lower edge.
  public var quad: Quad {
    let (first, last) = (characters[0].quad, characters[characters.count - 1].quad)
    if direction == .vertical {
      return Quad(
        topLeft: first.topLeft, topRight: first.topRight, bottomRight: last.bottomRight, bottomLeft: last.bottomLeft)
    }
    return Quad(
      topLeft: first.topLeft, topRight: last.topRight, bottomRight: last.bottomRight, bottomLeft: first.bottomLeft)
  }
}

extension TextWord: Encodable {
  private enum CodingKeys: CodingKey { case text, score, quad }

  /// Writes text, score and quad; the characters stand in the line.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(text, forKey: .text)
    try container.encode(score.rounded(toPlaces: 4), forKey: .score)
    try container.encode(quad, forKey: .quad)
  }
}
