package import Failure

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// What the store asks of files and folders. Paths are plain strings.
package enum StoredFile {
  /// The size of an ordinary file; nil where there is none.
  static func size(_ path: String) -> Int? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }

  /// Whether there is a folder at the path.
  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Whether there is anything at the path, links followed.
  static func isThere(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0
  }

  /// Whether files can be put into the folder at the path.
  static func isWritableFolder(_ path: String) -> Bool { isFolder(path) && access(path, W_OK | X_OK) == 0 }

  /// Makes a folder and those above it where they are missing.
  ///
  /// - Throws: `unwritableFile`.
  static func makeFolder(_ path: String) throws(LegibleError) {
    if path.isEmpty || isFolder(path) { return }
    if let slash = path.lastIndex(of: "/") { try makeFolder(String(path[..<slash])) }
    if mkdir(path, 0o777) != 0, errno != EEXIST { throw failure("The folder \(path)", errno) }
  }

  /// Gives a finished file its name, after it is on the disk.
  ///
  /// - Throws: `unwritableFile`.
  static func rename(_ part: String, to path: String) throws(LegibleError) {
    let file = open(part, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw failure(part, errno) }
    fsync(file)
    close(file)
    chmod(part, 0o644)
    #if canImport(Glibc)
    let status = Glibc.rename(part, path)
    #else
    let status = Darwin.rename(part, path)
    #endif
    if status != 0 { throw failure(path, errno) }
  }

  /// The SHA-256 of a file.
  ///
  /// - Throws: `unreadableFile`.
  package static func sha256(_ path: String) throws(LegibleError) -> String {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw unreadable(path, errno) }
    defer { close(file) }
    var hash = SHA256()
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      let count = read(file, buffer.baseAddress, buffer.count)
      if count < 0, errno == EINTR { continue }
      if count < 0 { throw unreadable(path, errno) }
      if count == 0 { return hash.digest() }
      hash.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }

  /// An error of writing, with the system's reason.
  static func failure(_ what: String, _ code: Int32) -> LegibleError {
    let reason = String(cString: strerror(code)).lowercased()
    let hint =
      switch code {
      case ENOSPC, EDQUOT: "make room, or set $LEGIBLE_MODELS to a folder elsewhere"
      default: "set $LEGIBLE_MODELS to a folder that can be written to"
      }
    return LegibleError(.unwritableFile, "\(what) cannot be written, \(reason): \(hint).")
  }

  private static func unreadable(_ path: String, _ code: Int32) -> LegibleError {
    LegibleError(.unreadableFile, "\(path) cannot be read: \(String(cString: strerror(code)).lowercased()).")
  }
}
