internal import ArgumentParser
internal import Legible

/// A set of characters that has a name on the command line.
enum CharacterClass: String, CaseIterable {
  case digits, letters, uppercase, lowercase, punctuation, space

  /// The characters, all of them ASCII.
  var characters: String {
    switch self {
    case .digits: "0123456789"
    case .letters: Self.uppercase.characters + Self.lowercase.characters
    case .uppercase: "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    case .lowercase: "abcdefghijklmnopqrstuvwxyz"
    case .punctuation: "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
    case .space: " "
    }
  }

  /// The characters that values of `--characters` mean.
  ///
  /// - Throws: `ValidationError` for characters that the alphabet does not know.
  static func characters(of values: [String], in alphabet: Alphabet) throws -> Set<Character> {
    var result: Set<Character> = []
    let known = Set(alphabet.classes)
    for value in values {
      if let named = CharacterClass(rawValue: value) {
        result.formUnion(named.characters)
        continue
      }
      let unknown = value.filter { !known.contains(String($0)) }
      if !unknown.isEmpty {
        throw ValidationError(
          "The model does not know \(unknown.map { "'\($0)'" }.joined(separator: ", ")), which --characters asks for.")
      }
      result.formUnion(value)
    }
    return result
  }
}
