/// What happened to a line. Only settled text makes events.
public struct LiveEvent: Hashable, Codable, Sendable {
  /// What happens to lines.
  public enum Kind: String, Hashable, Codable, Sendable {
    /// A new line has settled.
    case appeared
    /// A line has settled with another text than before.
    case changed
    /// A line is out of sight, or nothing can be read there any more.
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
