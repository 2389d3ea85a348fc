internal import Failure

/// The dictionary in an `inference.yml`, the file that Paddle's exporter puts beside a model: the list
/// `character_dict` of the mapping `PostProcess`.
///
/// Not a YAML parser: PyYAML writes the file in one shape, a scalar a line, and that shape is read, with all of YAML's
/// quotes and escapes. A parser would add a dependency and 11,000 lines of C for one list, and would turn `0x1` or `~`
/// into something that is not text. Every other shape is refused with its line.
struct PaddleDictionary {
  /// The classes, in the order of the file.
  private(set) var lines: [String] = []

  /// Reads a file.
  ///
  /// - Throws: `modelNotFound`, or `dictionaryMismatch` with the line.
  init(contentsOf path: String) throws(LegibleError) {
    guard let file = BoundedFile(path), let bytes = file.bytes(at: 0, count: min(file.size, 16 << 20)) else {
      throw LegibleError(.modelNotFound, "There is no readable dictionary file at \(path).")
    }
    try self.init(bytes: bytes, source: path)
  }

  /// Reads a text in UTF-8.
  ///
  /// - Throws: `dictionaryMismatch` with the line.
  init(bytes: [UInt8], source: String) throws(LegibleError) {
    func fail(_ line: Int, _ what: String) -> LegibleError {
      LegibleError(.dictionaryMismatch, "\(source):\(line): \(what)")
    }
    var indent: Int?
    var isInside = false
    let texts = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, bytes) in texts.enumerated() {
      let bytes = bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw fail(
          index + 1, "this is no UTF-8 text: Paddle's inference.yml, or a dictionary of a class a line, is expected")
      }
      let depth = text.unicodeScalars.prefix { $0 == " " }.count
      let content = text.unicodeScalars.dropFirst(depth)
      if content.isEmpty || content.first == "#" { continue }
      if let list = indent {
        if depth >= list, content.first == "-", content.dropFirst().first.map({ $0 == " " }) ?? true {
          do throws(Broken) {
            lines.append(try Self.scalar(content.dropFirst().drop { $0 == " " }))
          } catch {
            throw fail(index + 1, "\(error.what): a text a line, in YAML's notation, is expected")
          }
          continue
        }
        if depth > list { throw fail(index + 1, "a text goes on over several lines: one line a text is expected") }
        break
      }
      if depth == 0 {
        isInside = String(Substring(content)).hasPrefix("PostProcess:")
      } else if isInside, String(Substring(content)).hasPrefix("character_dict:") {
        guard content.dropFirst("character_dict:".count).allSatisfy({ $0 == " " }) else {
          throw fail(index + 1, "character_dict is no list of a text a line, each behind '- '")
        }
        indent = depth
      }
    }
    if lines.isEmpty {
      throw fail(
        texts.count,
        "there is no list character_dict under PostProcess: the file beside a recognition model is expected")
    }
  }

  /// Why a text is not read.
  private struct Broken: Error {
    var what: String
  }

  private typealias Scalars = Substring.UnicodeScalarView

  /// One text, quoted or plain.
  private static func scalar(_ text: Scalars) throws(Broken) -> String {
    switch text.first {
    case nil: throw Broken(what: "nothing stands behind the '-'")
    case "'": return try singleQuoted(text.dropFirst())
    case "\"": return try doubleQuoted(text.dropFirst())
    case "[", "{", "&", "*", "!", "|", ">", "%", "@", "`":
      throw Broken(what: "'\(text.first!)' at the beginning means something else in YAML")
    default: return plain(text)
    }
  }

  /// Up to a comment; blanks at the end do not count.
  private static func plain(_ text: Scalars) -> String {
    var result = String.UnicodeScalarView()
    var previous: Unicode.Scalar?
    for scalar in text {
      if scalar == "#", previous == " " { break }
      result.append(scalar)
      previous = scalar
    }
    while result.last == " " || result.last == "\t" { result.removeLast() }
    return String(result)
  }

  /// Two quotes are one; one ends the text.
  private static func singleQuoted(_ text: Scalars) throws(Broken) -> String {
    var result = String.UnicodeScalarView()
    var rest = text
    while let scalar = rest.popFirst() {
      if scalar == "'" {
        guard rest.first == "'" else {
          try requireEnd(rest)
          return String(result)
        }
        rest.removeFirst()
      }
      result.append(scalar)
    }
    throw Broken(what: "the closing ' is missing")
  }

  /// With backslashes: YAML 1.2, section 5.7.
  private static func doubleQuoted(_ text: Scalars) throws(Broken) -> String {
    var result = String.UnicodeScalarView()
    var rest = text
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\"":
        try requireEnd(rest)
        return String(result)
      case "\\": result.append(try escape(&rest))
      default: result.append(scalar)
      }
    }
    throw Broken(what: "the closing \" is missing")
  }

  private static let escapes: [Unicode.Scalar: Unicode.Scalar] = [
    "0": "\0", "a": "\u{7}", "b": "\u{8}", "t": "\t", "\t": "\t", "n": "\n", "v": "\u{B}", "f": "\u{C}", "r": "\r",
    "e": "\u{1B}", " ": " ", "\"": "\"", "/": "/", "\\": "\\", "N": "\u{85}", "_": "\u{A0}", "L": "\u{2028}",
    "P": "\u{2029}",
  ]

  private static func escape(_ rest: inout Scalars) throws(Broken) -> Unicode.Scalar {
    guard let letter = rest.popFirst() else { throw Broken(what: "the closing \" is missing") }
    if let scalar = escapes[letter] { return scalar }
    let digits: [Unicode.Scalar: Int] = ["x": 2, "u": 4, "U": 8]
    guard let count = digits[letter] else { throw Broken(what: "YAML knows no \\\(letter)") }
    let hex = String(Substring(rest.prefix(count)))
    guard hex.utf8.count == count, hex.allSatisfy(\.isHexDigit), let value = UInt32(hex, radix: 16),
      let scalar = Unicode.Scalar(value)
    else {
      throw Broken(what: "\\\(letter)\(hex) is no character")
    }
    rest = rest.dropFirst(count)
    return scalar
  }

  private static func requireEnd(_ rest: Scalars) throws(Broken) {
    guard let first = rest.first(where: { $0 != " " }), first != "#" else { return }
    throw Broken(what: "something stands behind the closing quote")
  }
}
