internal import Failure

/// The classes of a recogniser: the CTC blank first, then the characters of the dictionary, then the space.
public struct Alphabet: Hashable, Sendable {
  /// The text of each class; class 0, CTC's blank, is the empty string.
  public let classes: [String]
  /// The class of the space `" "`, or nil where the model knows none.
  public let space: Int?

  /// An alphabet from a dictionary file: UTF-8, a class a line, LF or CRLF; or Paddle's `inference.yml`.
  ///
  /// - Throws: `modelNotFound` or `dictionaryMismatch`.
  public init(contentsOf path: String, classCount: Int?) throws {
    if path.hasSuffix(".yml") || path.hasSuffix(".yaml") {
      let dictionary = try PaddleDictionary(contentsOf: path)
      try self.init(lines: dictionary.lines, classCount: classCount, source: path)
      return
    }
    guard let file = BoundedFile(path), let bytes = file.bytes(at: 0, count: min(file.size, Self.maximumBytes)) else {
      throw LegibleError(.modelNotFound, "There is no readable dictionary file at \(path).")
    }
    guard file.size <= Self.maximumBytes, let text = String(validating: bytes, as: UTF8.self) else {
      throw LegibleError(.dictionaryMismatch, "The dictionary \(path) is not UTF-8 text.")
    }
    try self.init(lines: Self.lines(of: text), classCount: classCount, source: path)
  }

  /// An alphabet from a dictionary's lines.
  ///
  /// PaddleOCR's files come with and without a first line `blank` and a last line `" "`; both are evened out: a literal
  /// `blank` at the front is dropped, then spaces are added until the number of classes fits, two at most.
  ///
  /// - Parameters:
  ///   - lines: the dictionary.
  ///   - classCount: the model's number of classes; nil: dictionary + blank + space.
  ///   - source: the name for messages.
  /// - Throws: `dictionaryMismatch` where the numbers cannot be made to fit.
  public init(lines: [String], classCount: Int?, source: String) throws {
    var characters = lines
    if characters.first == "blank" { characters.removeFirst() }
    if let wanted = classCount {
      let missing = wanted - 1 - characters.count
      guard (0...2).contains(missing) else {
        throw LegibleError(
          .dictionaryMismatch,
          """
          The dictionary \(source) has \(characters.count) characters, but the model has \(wanted) classes, which \
          makes \(max(0, wanted - 2)) characters beside the CTC blank and the space. Use the dictionary the model was \
          trained with.
          """)
      }
      characters += [String](repeating: " ", count: missing)
    } else if characters.last != " " {
      characters.append(" ")
    }
    classes = [""] + characters
    space = classes.lastIndex(of: " ")
  }

  /// Larger files are no dictionaries: the largest known takes 150 kB.
  private static let maximumBytes = 16 << 20

  /// The lines of a text, LF or CRLF; a line feed at the end ends the last line. Blanks stay: the first entry of the
  /// v5 dictionary is U+3000.
  static func lines(of text: String) -> [String] {
    var text = text
    // Over bytes: a dictionary has 18,000 lines, and every start reads it.
    var lines = text.withUTF8 { bytes in
      var parts = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      let rest = parts.removeLast()
      return parts.map {
        String(decoding: $0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0, as: UTF8.self)
      } + (rest.isEmpty ? [] : [String(decoding: rest, as: UTF8.self)])
    }
    if let first = lines.first, first.unicodeScalars.first == "\u{FEFF}" {
      lines[0] = String(String.UnicodeScalarView(first.unicodeScalars.dropFirst()))
    }
    return lines
  }
}
