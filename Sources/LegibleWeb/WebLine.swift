public import Raster

/// A line of text as the web page lists it.
public struct WebLine: Hashable, Sendable, Identifiable {
  /// The same for the line in each frame; never used again for another line.
  public var id: Int
  /// Where it stands, in pixels of the picture that is shown with it.
  public var quad: Quad
  /// What it says.
  public var text: String
  /// How sure the reading is, 0…1.
  public var score: Float
  /// Whether the text is settled; others are listed as still being read.
  public var isSettled: Bool

  /// A line of these parts.
  public init(id: Int, quad: Quad, text: String, score: Float, isSettled: Bool) {
    self.id = id
    self.quad = quad
    self.text = text
    self.score = score
    self.isSettled = isSettled
  }
}

/// What happened to a line.
public struct WebEvent: Hashable, Sendable {
  /// What happens to lines.
  public enum Kind: String, Hashable, Sendable {
    /// A new line.
    case appeared
    /// A line has another text than before.
    case changed
    /// A line is gone.
    case vanished
  }

  /// What happened.
  public var kind: Kind
  /// The line's identity.
  public var id: Int
  /// The text: for a line that vanished the one that it had.
  public var text: String
  /// The text that it had before; nil unless it changed.
  public var previous: String?

  /// An event of a line.
  public init(_ kind: Kind, id: Int, text: String, previous: String? = nil) {
    self.kind = kind
    self.id = id
    self.text = text
    self.previous = previous
  }
}
