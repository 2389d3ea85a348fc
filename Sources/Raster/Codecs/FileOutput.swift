package import Failure

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Writes whole files.
package enum FileOutput {
  /// Writes bytes to a path. A regular file is written under another name beside its place and moved there, so nobody
  /// ever sees half of it; a symbolic link stays one. Anything else that exists is written in place.
  ///
  /// - Throws: `unwritableFile`; the message does not hold the path.
  package static func write(_ bytes: [UInt8], to path: String) throws(LegibleError) {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw LegibleError(.unwritableFile, "the path is empty or holds a zero byte: give a file name")
    }
    var status = stat()
    let exists = stat(path, &status) == 0
    if exists, status.st_mode & S_IFMT == S_IFDIR { throw failure(EISDIR) }
    if exists, status.st_mode & S_IFMT != S_IFREG {
      try fill(open(path, O_WRONLY | O_CLOEXEC), with: bytes)
      return
    }
    let target = exists ? resolved(path) : path
    let folder = target.lastIndex(of: "/").map { target[...$0] } ?? ""
    let draft = "\(folder).legible-\(String(UInt64.random(in: 0...UInt64.max), radix: 36))"
    // A file that is there keeps its permissions; a new one gets what the process gives.
    let mode = exists ? status.st_mode & 0o777 : 0o666
    do throws(LegibleError) {
      try fill(open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode), with: bytes)
      if exists { chmod(draft, mode) }
      guard rename(draft, target) == 0 else { throw failure(errno) }
    } catch {
      unlink(draft)
      throw error
    }
  }

  /// Whether something that is neither a file nor a folder stands at the path.
  package static func isSpecial(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
  }

  private static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  /// Writes all bytes and closes the file.
  private static func fill(_ descriptor: Int32, with bytes: [UInt8]) throws(LegibleError) {
    guard descriptor >= 0 else { throw failure(errno) }
    var (rest, code) = (bytes[...], Int32(0))
    while !rest.isEmpty, code == 0 {
      let count = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        code = errno
      }
    }
    if close(descriptor) != 0, code == 0 { code = errno }
    if code != 0 { throw failure(code) }
  }

  private static func failure(_ code: Int32) -> LegibleError {
    switch code {
    case ENOENT, ENOTDIR:
      LegibleError(.unwritableFile, "the folder does not exist: make it first, or check the path")
    case EISDIR:
      LegibleError(.unwritableFile, "this is a folder: give the name of a file in it")
    case EACCES, EPERM, EROFS:
      LegibleError(.unwritableFile, "the file may not be written: check the permissions of its folder")
    default:
      LegibleError(.unwritableFile, "the file cannot be written: \(String(cString: strerror(code)))")
    }
  }
}

#if canImport(Glibc)
private let systemWrite = Glibc.write
#else
private let systemWrite = Darwin.write
#endif
