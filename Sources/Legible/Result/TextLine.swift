public import Raster

/// One line of text: its characters and where it stands.
public struct TextLine: Hashable, Sendable {
  /// How the characters follow one another.
  public enum Direction: String, Hashable, Codable, Sendable {
    /// Along the quad's upper edge, from its left to its right.
    case horizontal
    /// Upright characters one below the other, as Chinese and Japanese may be set: along the quad's left edge, down.
    case vertical
  }

  /// The four corners of the text in image pixels, named as its reader sees them.
  public var quad: Quad
  /// The outline, clockwise from the topmost corner, where polygons were asked for; else nil.
  public var polygon: [Point]?
  /// What was read, character by character, blanks included.
  public var characters: [TextCharacter]
  /// The mean probability inside the box on the detector's map, 0…1; nil when the corners were given.
  public var detectionScore: Float?
  /// How the characters follow one another.
  public var direction: Direction

  /// A line of characters.
  public init(
    quad: Quad, polygon: [Point]? = nil, characters: [TextCharacter], detectionScore: Float? = nil,
    direction: Direction = .horizontal
  ) {
    self.quad = quad
    self.polygon = polygon
    self.characters = characters
    self.detectionScore = detectionScore
    self.direction = direction
  }

  /// What was read, blanks included.
  public var text: String { characters.map(\.text).joined() }

  /// The recogniser's score: the mean of the probabilities of the characters, blanks left out, 0…1; 0 for no character.
  public var score: Float {
    var (sum, count): (Float, Float) = (0, 0)
    for character in characters where !character.isBlank {
      sum += character.score
      count += 1
    }
    return count > 0 ? sum / count : 0
  }

  /// What stands between the blanks, in reading order.
  public var words: [TextWord] {
    characters.split(whereSeparator: \.isBlank).map { TextWord(characters: Array($0), direction: direction) }
  }
}

/// A line is written with its text, words and characters; `text` and `words` follow from the characters and are not
/// read back.
extension TextLine: Codable {
  private enum CodingKeys: CodingKey {
    case text, score, detectionScore, direction, quad, polygon, words, characters
  }

  /// Reads what `encode(to:)` wrote.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      quad: try container.decode(Quad.self, forKey: .quad),
      polygon: try container.decodeIfPresent([Point].self, forKey: .polygon),
      characters: try container.decode([TextCharacter].self, forKey: .characters),
      detectionScore: try container.decodeIfPresent(Float.self, forKey: .detectionScore),
      direction: try container.decode(Direction.self, forKey: .direction))
  }

  /// Writes the fields of docs/page.schema.json.
  public func encode(to encoder: any Encoder) throws {
    // Everything follows from the characters as they are written, so that a page that is read back is the same.
    var line = self
    line.characters = characters.map {
      TextCharacter(text: $0.text, score: Float($0.score.rounded(toPlaces: 4)), quad: $0.quad)
    }
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(text, forKey: .text)
    try container.encode(line.score.rounded(toPlaces: 4), forKey: .score)
    try container.encodeIfPresent(detectionScore?.rounded(toPlaces: 4), forKey: .detectionScore)
    try container.encode(direction, forKey: .direction)
    try container.encode(quad, forKey: .quad)
    try container.encodeIfPresent(polygon, forKey: .polygon)
    try container.encode(line.words, forKey: .words)
    try container.encode(line.characters, forKey: .characters)
  }
}

extension Float {
  /// Rounded as a decimal number, so that JSON shows few digits.
  func rounded(toPlaces places: Int) -> Double {
    var factor = 1.0
    for _ in 0..<places { factor *= 10 }
    return (Double(self) * factor).rounded() / factor
  }
}
