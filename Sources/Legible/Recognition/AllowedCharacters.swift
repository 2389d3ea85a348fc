/// A restriction of an alphabet: only some of its characters may be read, for instance digits.
public struct AllowedCharacters: Hashable, Sendable {
  /// The classes that may be read, CTC's blank included, in rising order.
  let classes: [Int]
  /// Whether blanks between words may be read.
  let hasSpace: Bool

  /// The classes of an alphabet that consist of the given characters alone.
  public init(_ characters: Set<Character>, of alphabet: Alphabet) {
    classes = alphabet.classes.indices.filter { alphabet.classes[$0].allSatisfy(characters.contains) }
    hasSpace = characters.contains(" ")
  }
}
