/// Text made fit to stand in a page.
enum HTMLText {
  /// Text for the content of an element or a quoted attribute: nothing in it can end either or begin a tag. Control
  /// characters, which no page may hold, become U+FFFD; so do those that turn the direction of what follows.
  static func escaped(_ text: String) -> String {
    var result = ""
    result.unicodeScalars.reserveCapacity(text.unicodeScalars.count)
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x26: result += "&amp;"
      case 0x3C: result += "&lt;"
      case 0x3E: result += "&gt;"
      case 0x22: result += "&quot;"
      case 0x27: result += "&#39;"
      case 0x09, 0x0A, 0x0D: result += " "
      case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// A sentence of ours with figures in it, whose percent signs stay beside their numbers.
  static func sentence(_ text: String) -> String { escaped(text).replacing(" %", with: "&nbsp;%") }

  /// A reading of a line with what changed marked.
  ///
  /// - Parameters:
  ///   - difference: between both readings.
  ///   - isOriginal: whether the original's text is shown, else the other's.
  static func marked(_ difference: TextDifference, isOriginal: Bool) -> String {
    let parts = difference.parts.map { part -> String in
      let text = escaped(isOriginal ? part.original : part.other)
      if part.isSame { return text }
      // Where nothing stands, a caret shows the place.
      let tag = isOriginal ? "del" : "ins"
      return text.isEmpty ? "<\(tag) class=\"gap\">‸</\(tag)>" : "<\(tag)>\(text)</\(tag)>"
    }
    return parts.isEmpty ? "<i>nothing</i>" : parts.joined()
  }
}

/// Bytes as text (RFC 4648), for pictures inside of a page.
enum Base64 {
  private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// The text of bytes.
  static func text(of bytes: [UInt8]) -> String {
    var result: [UInt8] = []
    result.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let count = min(3, bytes.count - start)
      var group = 0
      for k in 0..<3 { group = group << 8 | (k < count ? Int(bytes[start + k]) : 0) }
      for k in 0..<4 {
        result.append(k <= count ? digits[group >> (18 - 6 * k) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
