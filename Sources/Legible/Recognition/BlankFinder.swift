/// Recovers blanks between words that the best path lost.
///
/// The recognisers of the PP-OCR family rarely see a blank as the likeliest class of one column, yet give it a fair
/// share of several columns in a row; picking the best class column by column loses it ("TheQuick"). What CTC itself
/// asks is how likely all paths with a blank between two characters are against those without one (Graves et al. 2006,
/// section 4.1). With `s` the space's probability in a column, the paths that are in the space after that column have
/// the odds `a ← s ÷ (1 − s) × (1 + a)`, and their sum over the columns between the two characters is the odds of a
/// blank. Neither the gap in the ink nor the pitch of the characters adds to it.
///
/// Odds of 1 mean that a blank is as likely as none. The lower thresholds make up for the networks' reluctance; those
/// found on receipts, on documents and on forms alone agree (docs/accuracy.md).
struct BlankFinder {
  let alphabet: Alphabet
  let reading: LineReading

  /// The odds above which two characters are parted, by what stands on both sides.
  enum Threshold {
    /// Two letters or digits.
    static let alphanumeric: Float = 0.35
    /// Where punctuation is involved, whose narrow strokes leave the blank few columns.
    static let punctuation: Float = 0.13
    /// Where blanks are rare: beside Chinese and Japanese characters, before closing and after opening punctuation,
    /// inside numbers, times, paths and addresses.
    static let tight: Float = 1
  }

  /// The characters with the recovered blanks among them. None is taken away.
  func recovering(_ characters: [CTCCharacter]) -> [CTCCharacter] {
    guard let space = alphabet.space, !reading.spaces.isEmpty, characters.count > 1 else { return characters }
    let addresses = addressRanges(characters)
    var result: [CTCCharacter] = []
    result.reserveCapacity(characters.count * 5 / 4)
    for (i, character) in characters.enumerated() {
      if i > 0, !isBlank(character), !isBlank(characters[i - 1]) {
        let before = characters[i - 1]
        let odds = odds(before.peak...max(before.peak, character.peak))
        let isInAddress = addresses.contains { $0.contains(i) }
        if odds > (isInAddress ? Threshold.tight : threshold(characters, at: i)) {
          let gap = gap(before, character)
          result.append(
            CTCCharacter(
              index: space, score: odds / (1 + odds), start: gap.lowerBound, end: gap.upperBound,
              peak: (gap.lowerBound + gap.upperBound) / 2))
        }
      }
      result.append(character)
    }
    return result
  }

  private func isBlank(_ character: CTCCharacter) -> Bool {
    let text = alphabet.classes[character.index].utf8
    // By the first byte: this is asked of each character several times.
    return text.first == 0x20 && text.count == 1 || text.first == 0xE3 && text.elementsEqual("\u{3000}".utf8)
  }

  /// The odds of a blank in the columns.
  private func odds(_ columns: ClosedRange<Int>) -> Float {
    var (inSpace, sum): (Float, Float) = (0, 0)
    for column in columns {
      let space = reading.spaces[column]
      // A column that is sure of its space settles it; the bound keeps the sum finite.
      inSpace = min(space / max(1e-6, 1 - space), 50) * (1 + inSpace)
      sum += inSpace
    }
    return sum
  }

  /// The columns between two characters, at least one.
  private func gap(_ a: CTCCharacter, _ b: CTCCharacter) -> Range<Int> {
    a.end < b.start ? a.end..<b.start : min(a.end, b.start)..<(min(a.end, b.start) + 1)
  }

  /// The threshold before the character at an index.
  private func threshold(_ characters: [CTCCharacter], at i: Int) -> Float {
    let (before, after) = (alphabet.classes[characters[i - 1].index], alphabet.classes[characters[i].index])
    guard let a = before.unicodeScalars.last, let b = after.unicodeScalars.first else { return Threshold.tight }
    if Script.isIdeographic(a) || Script.isIdeographic(b) { return Threshold.tight }
    if Script.isAlphanumeric(a), Script.isAlphanumeric(b) { return Threshold.alphanumeric }
    if Self.closing.contains(b) || Self.opening.contains(a) { return Threshold.tight }
    // Rules, ellipses, "==": and identifiers.
    if before == after || a == "_" || b == "_" { return Threshold.tight }
    if b == "\"", Self.sentence.contains(a) { return Threshold.tight }
    if isInsideNumber(characters, i - 1) || isInsideNumber(characters, i) { return Threshold.tight }
    if a == ".", b.properties.isLowercase { return Threshold.tight }
    return Threshold.punctuation
  }

  /// Whether the character is the point, comma or colon between two digits.
  private func isInsideNumber(_ characters: [CTCCharacter], _ i: Int) -> Bool {
    func scalar(_ k: Int) -> Unicode.Scalar? {
      characters.indices.contains(k) ? alphabet.classes[characters[k].index].unicodeScalars.first : nil
    }
    guard let before = scalar(i - 1), let mark = scalar(i), let after = scalar(i + 1) else { return false }
    return Self.insideNumbers.contains(mark) && Script.isDigit(before) && Script.isDigit(after)
  }

  private static let closing = Set(",;.)]}!?%'’”»".unicodeScalars)
  private static let opening = Set("([{“«‘".unicodeScalars)
  private static let sentence = Set(",.;:!?".unicodeScalars)
  private static let insideNumbers = Set(".,:".unicodeScalars)

  /// Where the blanks of the best path leave a piece that looks like an address or a path: indices into `characters`.
  private func addressRanges(_ characters: [CTCCharacter]) -> [Range<Int>] {
    characters.indices.split { isBlank(characters[$0]) }
      .map { $0.startIndex..<$0.endIndex }
      .filter { piece in
        // Most pieces are words and have none of an address's marks.
        piece.count > 3
          && characters[piece].contains { alphabet.classes[$0.index].utf8.contains(where: Self.marksAddresses) }
          && Self.isAddress(characters[piece].map { alphabet.classes[$0.index] }.joined())
      }
  }

  /// Whether a character is one of those without which there is no address: `.`, `/`, `\`, `@`.
  private static func marksAddresses(_ character: UInt8) -> Bool {
    switch character {
    case UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "\\"), UInt8(ascii: "@"): true
    default: false
    }
  }

  /// Web and mail addresses and paths: `://`, `www.`, `\`, a leading `/`, a letter on both sides of `@`, or a name that
  /// ends in a top-level domain.
  static func isAddress(_ text: String) -> Bool {
    let scalars = Array(text.unicodeScalars)
    if scalars.first == "/" || scalars.contains("\\") || text.contains("://") || text.contains("www.") { return true }
    for i in scalars.indices.dropFirst().dropLast() where scalars[i] == "@" {
      if scalars[i - 1].properties.isAlphabetic, scalars[i + 1].properties.isAlphabetic { return true }
    }
    return endsInDomain(scalars)
  }

  /// Whether `.` and a well-known top-level domain stand after a letter, and nothing of a word after them.
  private static func endsInDomain(_ scalars: [Unicode.Scalar]) -> Bool {
    for dot in scalars.indices.dropFirst() where scalars[dot] == "." && scalars[dot - 1].properties.isAlphabetic {
      let name = scalars[(dot + 1)...].prefix { Script.isAlphanumeric($0) }
      if domains.contains(name.map { String($0) }.joined().lowercased()) { return true }
    }
    return false
  }

  /// The generic domains of the first days and the countries whose names are no English words.
  private static let domains: Set<String> = [
    "com", "org", "net", "edu", "gov", "mil", "int", "info", "io", "dev", "app", "eu", "uk", "de", "fr", "es", "it",
    "nl",
    "pl", "cz", "ch", "se", "dk", "fi", "pt", "ru", "cn", "jp", "kr", "tw", "hk", "sg", "my", "au", "nz", "ca", "br",
  ]
}
