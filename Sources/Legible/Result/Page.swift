public import Raster

/// What was read from one picture: its lines in reading order. A collection of them.
public struct Page: Hashable, Sendable {
  /// The picture's size in pixels. Quads lie inside of it.
  public var size: Size
  /// How many quarter turns clockwise make the picture upright, 0…3: not 0 only where the page's orientation was
  /// looked for and found. The quads are those of the picture as it came.
  public var quarterTurns: Int
  /// The lines in reading order. Empty where there is no text.
  public var lines: [TextLine]
  /// Places where the detector saw text but that are left out: nothing was read there, or the score was below the
  /// minimum.
  public var droppedLines: Int

  /// A page of lines.
  public init(size: Size, quarterTurns: Int = 0, lines: [TextLine], droppedLines: Int = 0) {
    self.size = size
    self.quarterTurns = quarterTurns
    self.lines = lines
    self.droppedLines = droppedLines
  }

  /// The text, a line each, with a line feed between them and none at the end.
  public var text: String { lines.map(\.text).joined(separator: "\n") }
}

extension Page: RandomAccessCollection {
  /// 0
  public var startIndex: Int { 0 }
  /// The number of lines.
  public var endIndex: Int { lines.count }
  /// The line at a place in the reading order.
  public subscript(position: Int) -> TextLine { lines[position] }
}

extension Page: Codable {}
