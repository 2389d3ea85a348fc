/// Recovers blanks between words that the best path lost.
///
/// The recognisers of the PP-OCR family rarely see a blank as the likeliest class of one column, yet give it a fair
/// share of several columns in a row; picking the best class column by column loses it ("TheQuick"). What CTC itself
/// asks is how likely all paths with a blank between two characters are against those without one (Graves et al. 2006,
/// section 4.1). With `s` the space's probability in a column, paths that are in the space after that column have the
/// odds `a ← s ÷ (1 − s) × (1 + a)`, and their sum over the columns between the two characters is the odds of a blank.
///
/// The thresholds were found on receipts, documents and forms apart from one another and agree (docs/accuracy.md).
struct BlankFinder {
  let alphabet: Alphabet
  let reading: LineReading

  /// The odds above which two characters are parted, by what stands on both sides.
  enum Threshold {
    /// Two letters or digits.
    static let alphanumeric: Float = 0.3
    /// Where punctuation is involved, whose narrow strokes leave the blank few columns.
    static let punctuation: Float = 0.13
    /// Where blanks are rare: beside Chinese and Japanese characters, before closing and after opening punctuation,
    /// inside numbers, times, addresses and domain names. The blank has to be likelier than none.
    static let tight: Float = 1
  }

  /// The characters with the recovered blanks among them.
  func recovering(_ characters: [CTCCharacter]) -> [CTCCharacter] {
    guard let space = alphabet.space, !reading.spaces.isEmpty, characters.count > 1 else { return characters }
    var result: [CTCCharacter] = []
    result.reserveCapacity(characters.count * 5 / 4)
    for (i, character) in characters.enumerated() {
      if i > 0, character.index != space, characters[i - 1].index != space {
        let before = characters[i - 1]
        let odds = odds(before.peak...max(before.peak, character.peak))
        let beforeThat = i > 1 ? alphabet.classes[characters[i - 2].index] : ""
        if odds > threshold(alphabet.classes[before.index], alphabet.classes[character.index], beforeThat) {
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

  /// The odds of a blank in the columns.
  private func odds(_ columns: ClosedRange<Int>) -> Float {
    var (inSpace, sum): (Float, Float) = (0, 0)
    for column in columns {
      let space = min(0.999, max(0, reading.spaces[column]))
      inSpace = space / (1 - space) * (1 + inSpace)
      sum += inSpace
    }
    return sum
  }

  /// The columns between two characters, at least one.
  private func gap(_ a: CTCCharacter, _ b: CTCCharacter) -> Range<Int> {
    a.end < b.start ? a.end..<b.start : min(a.end, b.start)..<(min(a.end, b.start) + 1)
  }

  private func threshold(_ a: String, _ b: String, _ beforeA: String) -> Float {
    guard let first = a.unicodeScalars.last, let second = b.unicodeScalars.first else { return Threshold.tight }
    if Script.isIdeographic(first) || Script.isIdeographic(second) { return Threshold.tight }
    let (isWordA, isWordB) = (Script.isAlphanumeric(first), Script.isAlphanumeric(second))
    if isWordA, isWordB { return Threshold.alphanumeric }
    if Self.closing.contains(second) || Self.opening.contains(first) { return Threshold.tight }
    let isDigitBefore = beforeA.unicodeScalars.last.map(Script.isDigit) ?? false
    if Self.insideNumbers.contains(first), isDigitBefore, Script.isDigit(second) { return Threshold.tight }
    if first == ".", second.properties.isLowercase { return Threshold.tight }
    return Threshold.punctuation
  }

  private static let closing = Set(",;.)]}!?%'’”»".unicodeScalars)
  private static let opening = Set("([{“«‘".unicodeScalars)
  private static let insideNumbers = Set(".,:".unicodeScalars)
}
