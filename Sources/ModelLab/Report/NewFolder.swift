internal import Failure

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Folders that pictures and reports are written into.
enum NewFolder {
  /// Makes a folder, and those above it, where they are missing.
  ///
  /// - Throws: `unwritableFile`; the message begins with the path.
  static func make(_ path: String) throws(LegibleError) {
    var status = stat()
    if path.isEmpty || (stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR) { return }
    let parent = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
    do throws(LegibleError) {
      try make(parent)
    } catch {
      throw LegibleError(error.code, error.message.replacing(parent, with: path, maxReplacements: 1))
    }
    if mkdir(path, 0o777) != 0, errno != EEXIST || stat(path, &status) != 0 || status.st_mode & S_IFMT != S_IFDIR {
      let reason = String(cString: strerror(errno))
      throw LegibleError(.unwritableFile, "\(path): the folder cannot be made: \(reason)")
    }
  }
}
