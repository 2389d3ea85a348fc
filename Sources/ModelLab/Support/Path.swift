internal import FoundationEssentials

extension String {
  /// What stands behind the last slash.
  var lastPart: String { lastIndex(of: "/").map { String(self[index(after: $0)...]) } ?? self }

  /// The folder part of the path; `.` for a bare name.
  var folderPart: String {
    guard let slash = lastIndex(of: "/") else { return "." }
    return slash == startIndex ? "/" : String(self[..<slash])
  }

  /// The last part of the path without the last dot and what follows it.
  var stem: String {
    let name = lastPart
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return name }
    return String(name[..<dot])
  }

  /// The path from the root on.
  var absolutePath: String {
    hasPrefix("/") ? self : "\(FileManager.default.currentDirectoryPath)/\(self)"
  }

  /// The word as a POSIX shell takes it: in quotes where it has characters that mean something there.
  var shellQuoted: String {
    let plain =
      !isEmpty
      && unicodeScalars.allSatisfy { scalar in
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
          || "_-./,:=@%+".unicodeScalars.contains(scalar)
      }
    return plain ? self : "'" + replacing("'", with: "'\\''") + "'"
  }
}
