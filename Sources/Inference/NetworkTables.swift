internal import Synchronization

/// What Legible knows about one network besides what is in its file, as a text that is compiled into the program.
protocol NetworkTable: Sendable {
  /// The size of the network's file in bytes.
  var bytes: Int { get }
  /// The `Fingerprint` of the network's file.
  var fingerprint: String { get }

  /// Reads a table; nil where it is none.
  init?(_ text: String)
}

extension NetworkTable {
  init?(resource: [UInt8]) { self.init(String(decoding: resource, as: UTF8.self)) }
}

/// The tables of one kind that Legible comes with.
final class NetworkTables<Table: NetworkTable>: Sendable {
  let all: [Table]
  /// What was found for files of a table's size: loading asks twice, and their content is read for it.
  private let found = Mutex<[MappedFile.Identity: Table?]>([:])

  init(_ all: [Table?]) { self.all = all.compactMap { $0 } }

  /// The table of a network, whatever its file is called; nil: none.
  func table(for path: String) -> Table? {
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
