/// What kind of writing a character belongs to, as far as reading a line needs to know.
enum Script {
  /// Chinese characters, kana, their punctuation and full-width forms: set without blanks between words.
  static func isIdeographic(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x2E80...0x9FFF, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF00...0xFFEF, 0x20000...0x3FFFF: true
    default: false
    }
  }

  /// A letter or a digit of any writing.
  static func isAlphanumeric(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 128 {
      return (48...57).contains(scalar.value) || (65...90).contains(scalar.value & ~32)
    }
    return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }

  /// A decimal digit of any writing.
  static func isDigit(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.numericType == .decimal }
}
