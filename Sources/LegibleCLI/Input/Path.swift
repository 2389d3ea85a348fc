internal import Legible

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Paths are plain strings; these are the questions asked of them.
extension String {
  /// Whether there is a folder at the path, links followed.
  var isFolder: Bool {
    var status = stat()
    return stat(self, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Whether there is something at the path that is no folder, links followed.
  var isFile: Bool {
    var status = stat()
    return stat(self, &status) == 0 && status.st_mode & S_IFMT != S_IFDIR
  }

  /// Whether there is an ordinary file at the path, links followed: no device, no pipe.
  var isRegularFile: Bool {
    var status = stat()
    return stat(self, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// Whether there is a pipe, a socket or a device at the path, links followed.
  var isSpecialFile: Bool {
    var status = stat()
    return stat(self, &status) == 0 && ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
  }

  /// Makes the folder at the path and those above it where they are missing.
  ///
  /// - Throws: `unwritableFile`.
  func makeFolder() throws {
    if isEmpty || isFolder { return }
    try parentFolder.makeFolder()
    if mkdir(self, 0o777) != 0, errno != EEXIST { throw LegibleError.unwritable("The folder \(self)", errno) }
  }

  /// The path without links, `.` and `..`; as it is where there is nothing.
  var resolved: String {
    guard let pointer = realpath(self, nil) else { return self }
    defer { free(pointer) }
    return String(cString: pointer)
  }

  /// Whether two paths lead to the same file.
  func isSameFile(as other: String) -> Bool {
    var (a, b) = (stat(), stat())
    return stat(self, &a) == 0 && stat(other, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino
  }

  /// What stands behind the last slash.
  var fileName: String { String(self[(lastIndex(of: "/").map { index(after: $0) } ?? startIndex)...]) }

  /// What stands behind the last dot of the name, without it; empty where there is none.
  var fileExtension: String {
    let name = fileName
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return "" }
    return String(name[name.index(after: dot)...])
  }

  /// The path without the last dot of the name and what follows it.
  var withoutExtension: String {
    let ending = fileExtension
    return ending.isEmpty ? self : String(dropLast(ending.count + 1))
  }

  /// The folder part of the path; empty where there is none.
  var parentFolder: String { lastIndex(of: "/").map { String(self[..<$0]) } ?? "" }

  /// The path of something in this folder.
  func appendingPath(_ name: String) -> String { hasSuffix("/") || isEmpty ? self + name : "\(self)/\(name)" }
}
