internal import CGLib

/// Text as the scores compare it: Unicode scalars in normalization form KC.
///
/// GLib makes that form: neither the standard library nor FoundationEssentials offers it, and Foundation would bring its
/// own Unicode tables along, 10 ms of every start of the command.
struct NormalizedText {
  /// The scalars.
  let scalars: [Unicode.Scalar]

  /// Text in form KC.
  init(_ text: String) {
    // GLib's strings end at a NUL, which no text of a page holds.
    let text = text.replacing("\0", with: "\u{FFFD}")
    guard let normalized = g_utf8_normalize(text, -1, G_NORMALIZE_ALL_COMPOSE) else {
      scalars = Array(text.unicodeScalars)
      return
    }
    defer { g_free(normalized) }
    scalars = Array(String(cString: normalized).unicodeScalars)
  }

  /// What stands between white space.
  var words: [[Unicode.Scalar]] {
    scalars.split(whereSeparator: Self.isSpace).map(Array.init)
  }

  /// The words with case folded and with what is no letter, digit or underscore removed at both ends; those of which
  /// nothing is left are left out.
  var foldedWords: [[Unicode.Scalar]] {
    words.compactMap { word in
      let folded = Self.folded(word)
      guard let first = folded.firstIndex(where: Self.isWordCharacter),
        let last = folded.lastIndex(where: Self.isWordCharacter)
      else { return nil }
      return Array(folded[first...last])
    }
  }

  /// The scalars without white space.
  var characters: [Unicode.Scalar] { scalars.filter { !Self.isSpace($0) } }

  /// The scalars with case folded, without white space.
  var foldedCharacters: [Unicode.Scalar] { Self.folded(scalars).filter { !Self.isSpace($0) } }

  /// The letters and digits with case folded.
  var foldedLettersAndDigits: [Unicode.Scalar] { Self.folded(scalars).filter(Self.isLetterOrDigit) }

  /// The text with its case folded (Unicode's full case folding): "Straße" becomes "strasse".
  ///
  /// The lower case of the upper case is the folding but for the dotless i, the capital ß, and Cherokee, whose folding
  /// is the upper case.
  static func folded(_ scalars: some Sequence<Unicode.Scalar>) -> [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    for scalar in scalars {
      switch scalar.value {
      case 0x41...0x5A: result.append(Unicode.Scalar(UInt8(scalar.value + 32)))
      case 0..<0x80, 0x131: result.append(scalar)
      case 0x1E9E: result.append(contentsOf: ["s", "s"])
      case 0x13A0...0x13FD, 0xAB70...0xABBF:
        result.append(contentsOf: scalar.properties.uppercaseMapping.unicodeScalars)
      default:
        for upper in scalar.properties.uppercaseMapping.unicodeScalars {
          result.append(contentsOf: upper.properties.lowercaseMapping.unicodeScalars)
        }
      }
    }
    return result
  }

  /// Whether it separates words: Unicode's white space and the four information separators.
  static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    (0x1C...0x1F).contains(scalar.value) || scalar.properties.isWhitespace
  }

  private static func isWordCharacter(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || isLetterOrDigit(scalar)
  }

  private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
    default: scalar.properties.numericType != nil
    }
  }
}
