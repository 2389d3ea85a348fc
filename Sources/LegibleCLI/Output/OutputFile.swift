internal import Legible

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Where text goes: standard output, or a file that appears whole or not at all.
///
/// A file is written under a temporary name beside the wanted one and renamed at the end. What is there already and is
/// no regular file (`/dev/null`, a pipe) is written in place.
struct OutputFile {
  private let descriptor: Descriptor
  /// The temporary name and the wanted one; nil where the file is written in place.
  private let names: (temporary: String, final: String)?
  private let isStandardOutput: Bool

  /// Whether it is a file that appears at the end, and what was there before may stay.
  var isReplacement: Bool { names != nil }

  /// Standard output.
  init() {
    descriptor = Descriptor(STDOUT_FILENO, name: "Standard output")
    names = nil
    isStandardOutput = true
  }

  /// A file, made or replaced.
  ///
  /// - Throws: `unwritableFile`.
  init(path: String) throws {
    isStandardOutput = false
    var status = stat()
    let exists = stat(path, &status) == 0
    if exists, status.st_mode & S_IFMT != S_IFREG {
      let number = open(path, O_WRONLY | O_CLOEXEC)
      guard number >= 0 else { throw LegibleError.unwritable(path, errno) }
      (descriptor, names) = (Descriptor(number, name: path), nil)
      return
    }
    // A link stays a link: what it points to is replaced.
    let final = exists ? path.resolved : path
    let slash = final.lastIndex(of: "/").map { final.index(after: $0) } ?? final.startIndex
    let temporary = "\(final[..<slash]).legible-\(getpid())-\(String(UInt32.random(in: .min ... .max), radix: 36))"
    Interruption.begin(temporary)
    let number = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard number >= 0 else {
      let code = errno
      Interruption.end(temporary) {}
      throw LegibleError.unwritable(path, code)
    }
    if exists { fchmod(number, status.st_mode & 0o777) }
    (descriptor, names) = (Descriptor(number, name: path), (temporary, final))
  }

  /// Adds text.
  ///
  /// - Throws: `BrokenPipe`, or `unwritableFile`.
  func write(_ text: String) throws { try descriptor.write(text) }

  /// Adds bytes.
  ///
  /// - Throws: `BrokenPipe`, or `unwritableFile`.
  func write(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes { try descriptor.write($0) } }

  /// Gives the file its name.
  ///
  /// - Throws: `unwritableFile`.
  func finish() throws {
    if isStandardOutput { return }
    guard close(descriptor.number) == 0 else {
      let code = errno
      remove()
      throw LegibleError.unwritable(descriptor.name, code)
    }
    guard let names else { return }
    try Interruption.end(names.temporary) {
      guard rename(names.temporary, names.final) == 0 else {
        let code = errno
        unlink(names.temporary)
        throw LegibleError.unwritable(descriptor.name, code)
      }
    }
  }

  /// Writes a whole file; what was there stays where that fails.
  ///
  /// - Throws: `BrokenPipe`, or `unwritableFile`.
  static func write(_ bytes: [UInt8], to path: String) throws {
    try path.parentFolder.makeFolder()
    let file = try OutputFile(path: path)
    do {
      try file.write(bytes)
    } catch {
      file.abandon()
      throw error
    }
    try file.finish()
  }

  /// Leaves what was there before.
  func abandon() {
    if isStandardOutput { return }
    close(descriptor.number)
    remove()
  }

  private func remove() {
    guard let names else { return }
    Interruption.end(names.temporary) { _ = unlink(names.temporary) }
  }
}
