internal import Synchronization

/// What Legible knows about one network besides what is in its file.
protocol NetworkTable: Sendable {
  /// Reads what stands in a table after its header; nil where it is none.
  init?(lines: [Substring])
}

/// A table as the text that it is kept in: which network it belongs to; the rest is read only by who asks for it, since each
/// start looks for tables and few compile a network.
///
/// `#` begins a comment. The first line is `network SIZE FINGERPRINT`: of the network's file, in bytes, and its `Fingerprint`. Marks may
/// follow, a word each.
struct NetworkTableText<Table: NetworkTable>: Sendable {
  let bytes: Int
  let fingerprint: String
  /// What else the first line says.
  let marks: [String]
  private let text: String

  /// Nil where the text has no header.
  init?(_ text: String) {
    var rest = text[...]
    while rest.first == "#" { rest = rest.drop { !$0.isNewline }.dropFirst() }
    let words = rest.prefix { !$0.isNewline }.split(separator: " ")
    guard words.count >= 3, words[0] == "network", let bytes = Int(words[1]) else { return nil }
    (self.bytes, fingerprint, self.text) = (bytes, String(words[2]), text)
    marks = words.dropFirst(3).map(String.init)
  }

  /// Changes with whatever stands in the table.
  var key: String { "\(Fingerprint(of: text))" }

  /// What stands in it; nil where it is no such table.
  func read() -> Table? {
    Table(lines: Array(text.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("#") }.dropFirst()))
  }
}

/// The tables of one kind that Legible comes with, compiled into the program.
final class NetworkTables<Table: NetworkTable>: Sendable {
  let all: [NetworkTableText<Table>]
  /// What was found for files of a table's size: loading asks twice, and their content is read for it.
  private let found = Mutex<[MappedFile.Identity: NetworkTableText<Table>?]>([:])

  init(_ resources: [[UInt8]]) {
    all = resources.compactMap { NetworkTableText(String(decoding: $0, as: UTF8.self)) }
  }

  /// The table of a network, whatever its file is called; nil: none.
  func table(for path: String) -> NetworkTableText<Table>? {
    guard ModelFileKind(path: path) == .onnx, let identity = MappedFile.Identity(path),
      all.contains(where: { $0.bytes == identity.size })
    else { return nil }
    if let known = found.withLock({ $0[identity] }) { return known }
    guard let file = MappedFile(path) else { return nil }
    let fingerprint = "\(file.fingerprint(of: file.count))"
    let table = all.first { $0.bytes == file.count && $0.fingerprint == fingerprint }
    found.withLock { $0[file.identity] = .some(table) }
    return table
  }
}
