internal import Failure
internal import FoundationEssentials

/// A MUD file as it was read: MaixPy's model description, sections of keys and values (docs/mud.md).
///
/// This type knows the notation and not what the keys mean; `OCRModel(mud:)` does.
public struct MUDFile: Hashable, Sendable {
  /// A key with its value.
  public struct Entry: Hashable, Sendable {
    /// What stands before the first `=`, blanks at both ends removed.
    public let key: String
    /// What stands behind it up to the end of the line or a `#`, blanks at both ends removed.
    public let value: String
    /// The line of the file, from 1 on.
    public let line: Int
  }

  /// A `[name]` and what follows it.
  public struct Section: Hashable, Sendable {
    /// What stands between the brackets; empty for what stands before the first section.
    public let name: String
    /// The line of the brackets, from 1 on.
    public let line: Int
    /// The keys in the order of the file. Of two with the same name the first counts.
    public var entries: [Entry]
  }

  /// The file's path, or what it is called in messages.
  public let path: String
  /// The sections in the order of the file, no two of the same name.
  public let sections: [Section]
  /// The number of lines.
  public let lineCount: Int

  /// Larger files are refused: the longest list of labels there is takes 150 kB.
  static let maximumBytes = 4 << 20

  /// Reads a file.
  ///
  /// - Throws: `fileNotFound`, `unreadableFile`, or `unreadableModelDescription` with the line.
  public init(contentsOf path: String) throws(LegibleError) {
    var isFolder = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw LegibleError(.fileNotFound, "\(path): there is no such MUD file: check the path")
    }
    guard !isFolder else {
      throw LegibleError(.unreadableFile, "\(path): this is a folder, and a MUD file is expected: give the file in it")
    }
    guard let file = BoundedFile(path), let bytes = file.bytes(at: 0, count: min(file.size, Self.maximumBytes)) else {
      throw LegibleError(.unreadableFile, "\(path): the MUD file cannot be read: check its permissions")
    }
    if file.size > Self.maximumBytes {
      throw Self.error(
        path, 1,
        "the file has \(file.size) bytes, and a MUD file is a text of a few lines: give the .mud file, not the model")
    }
    try self.init(bytes: bytes, path: path)
  }

  /// Reads a text in UTF-8.
  ///
  /// - Parameters:
  ///   - bytes: the file's bytes; lines end in LF or CR LF, and a byte order mark may stand in front.
  ///   - path: the name for messages, and where relative paths start from.
  /// - Throws: `unreadableModelDescription` with the line.
  public init(bytes: [UInt8], path: String) throws(LegibleError) {
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { lines[0] = lines[0].dropFirst(3) }
    var sections: [Section] = []
    var firstLines: [String: Int] = [:]
    for (index, bytes) in lines.enumerated() {
      let number = index + 1
      guard let line = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
        throw Self.error(
          path, number, "this is no UTF-8 text, and a MUD file is: save it as UTF-8, or give another file")
      }
      let text = Self.trimmed(line.unicodeScalars.prefix { $0 != "#" })
      if text.isEmpty { continue }
      if text.unicodeScalars.first == "[" {
        let name = try Self.name(of: text, path, number)
        if let first = firstLines[name] {
          throw Self.error(
            path, number, "the section [\(name)] stands twice, first in line \(first): put its keys into one section")
        }
        firstLines[name] = number
        sections.append(Section(name: name, line: number, entries: []))
      } else {
        if sections.isEmpty { sections.append(Section(name: "", line: number, entries: [])) }
        sections[sections.count - 1].entries.append(try Self.entry(text, path, number))
      }
    }
    self.path = path
    self.sections = sections
    lineCount = lines.last?.isEmpty == true ? max(1, lines.count - 1) : lines.count
  }

  /// A file of sections that are already there; lines are counted as `text` writes them.
  ///
  /// - Throws: `invalidArgument` where a name, key or value has characters that the notation cannot hold.
  init(path: String, sections: [(name: String, entries: [(key: String, value: String)])]) throws(LegibleError) {
    var line = 1
    var result: [Section] = []
    for section in sections {
      let first = line
      let entries = section.entries.enumerated().map { Entry(key: $1.key, value: $1.value, line: first + 1 + $0) }
      line += entries.count + 2
      for entry in entries
      where !Self.canHold(entry.value) || !Self.canHold(entry.key) || entry.key.unicodeScalars.contains("=") {
        throw LegibleError(
          .invalidArgument,
          """
          \(path): '\(entry.value.prefix(60))' cannot be written as the value of \(entry.key): a MUD file's values have \
          no '#', no line ends, and no blanks at their ends. Name the file differently, or put labels into a file.
          """)
      }
      result.append(Section(name: section.name, line: first, entries: entries))
    }
    self.path = path
    self.sections = result
    lineCount = max(1, line - 2)
  }

  /// The section of a name; nil where there is none.
  public func section(_ name: String) -> Section? { sections.first { $0.name == name } }

  /// The value of a key; nil where the section or the key is missing.
  public subscript(section: String, key: String) -> Entry? { self.section(section)?[key] }

  /// The file written anew: sections and keys in their order, without comments, lines ended with LF.
  public var text: String {
    sections.map { section in
      let head = section.name.isEmpty ? [] : ["[\(section.name)]"]
      return (head + section.entries.map { "\($0.key) = \($0.value)" }).map { "\($0)\n" }.joined()
    }.joined(separator: "\n")
  }

  /// An error at a line.
  static func error(_ path: String, _ line: Int, _ what: String) -> LegibleError {
    LegibleError(.unreadableModelDescription, "\(path):\(line): \(what)")
  }
}

extension MUDFile.Section {
  /// The first entry of a key; nil where there is none.
  public subscript(key: String) -> MUDFile.Entry? { entries.first { $0.key == key } }
}

// MARK: - Lines

// Scalar by scalar: with a combining mark behind it, a '#' is no `Character` "#" any more.
extension MUDFile {
  private static func name(of text: String, _ path: String, _ line: Int) throws(LegibleError) -> String {
    let scalars = text.unicodeScalars
    guard let end = scalars.firstIndex(of: "]") else {
      throw error(path, line, "'\(text.prefix(60))' has no ']' at its end: [name] is expected")
    }
    let name = trimmed(scalars[..<end].dropFirst())
    guard !name.isEmpty else { throw error(path, line, "the section has no name: [basic] or [extra] is expected") }
    return name
  }

  private static func entry(_ text: String, _ path: String, _ line: Int) throws(LegibleError) -> Entry {
    let scalars = text.unicodeScalars
    guard let equals = scalars.firstIndex(of: "=") else {
      throw error(path, line, "'\(text.prefix(60))' is neither [section] nor key = value: is there a '=' missing?")
    }
    let key = trimmed(scalars[..<equals])
    guard !key.isEmpty else { throw error(path, line, "nothing stands before the '=': key = value is expected") }
    return Entry(key: key, value: trimmed(scalars[equals...].dropFirst()), line: line)
  }

  private static func canHold(_ text: String) -> Bool {
    let scalars = text.unicodeScalars
    return !scalars.contains { $0 == "#" || $0 == "\n" || $0 == "\0" }
      && trimmed(scalars[...]).utf8.elementsEqual(text.utf8)
  }

  /// Without ASCII's white space at both ends; other blanks (U+3000) may be meant.
  static func trimmed(_ scalars: Substring.UnicodeScalarView) -> String {
    func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || ("\t"..."\r").contains(scalar) }
    let rest = scalars.drop(while: isBlank)
    guard let last = rest.lastIndex(where: { !isBlank($0) }) else { return "" }
    return String(Substring(rest[...last]))
  }
}
