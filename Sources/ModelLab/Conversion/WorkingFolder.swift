internal import Failure

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The hidden folder, beside what will come out, that a run works in: another for each run, and gone when it ends.
final class WorkingFolder {
  /// The folder.
  let path: String
  private let lock: FolderLock

  private static let prefix = ".legible-convert-"

  /// Makes the folder, and removes those of runs that were killed.
  ///
  /// - Throws: `unwritableFile`.
  init(in output: String) async throws {
    try Files.makeFolder(output)
    Self.sweep(output)
    path = "\(output)/\(Self.prefix)\(getpid())-\(UInt32.random(in: 0 ... .max))"
    try Files.makeFolder(path)
    // Held before it has the name that others look for.
    lock = try await FolderLock("\(path)/lock.new", isExclusive: true)
    try Files.move("\(path)/lock.new", to: "\(path)/lock")
  }

  /// Removes the folder.
  func remove() { try? Files.remove(path) }

  /// A run that lives holds the lock of its folder; one that has just begun has none yet, and its folder nothing in it.
  private static func sweep(_ output: String) {
    for name in Files.names(in: output) where name.hasPrefix(prefix) {
      let folder = "\(output)/\(name)"
      guard Files.isFile("\(folder)/lock"), let lock = FolderLock(ifFree: "\(folder)/lock") else { continue }
      withExtendedLifetime(lock) { try? Files.remove(folder) }
    }
  }
}
