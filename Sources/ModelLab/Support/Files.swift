internal import Failure
internal import FoundationEssentials

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// What conversions ask of files and folders. Paths are plain strings.
enum Files {
  /// Whether there is an ordinary file at the path.
  static func isFile(_ path: String) -> Bool { kind(path) == S_IFREG }

  /// Whether there is a folder at the path.
  static func isFolder(_ path: String) -> Bool { kind(path) == S_IFDIR }

  private static func kind(_ path: String) -> mode_t? {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
  }

  /// The size of an ordinary file; nil where there is none.
  static func size(_ path: String) -> Int? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }

  /// The names in a folder, sorted; none where it cannot be read.
  static func names(in folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }

  /// Makes a folder and those above it where they are missing.
  ///
  /// - Throws: `unwritableFile`.
  static func makeFolder(_ path: String) throws(LegibleError) {
    if path.isEmpty || isFolder(path) { return }
    if let slash = path.lastIndex(of: "/") { try makeFolder(String(path[..<slash])) }
    if mkdir(path, 0o777) != 0, errno != EEXIST { throw failure("The folder \(path)", errno) }
  }

  /// Removes a file or a folder with all that is in it; nothing where there is none.
  ///
  /// - Throws: `unwritableFile` where something of it is left.
  static func remove(_ path: String) throws(LegibleError) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    // A file that somebody removes meanwhile is no failure: what counts is that nothing is left.
    try? FileManager.default.removeItem(atPath: path)
    if lstat(path, &status) != 0 { return }
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch {
      throw LegibleError(.unwritableFile, "\(path) cannot be removed: \(error). Remove it by hand.")
    }
  }

  /// Writes a text as a file that appears whole or not at all.
  ///
  /// - Throws: `unwritableFile`.
  static func write(_ text: String, to path: String) throws(LegibleError) {
    let part = "\(path).\(getpid())-\(UInt32.random(in: 0 ... .max)).part"
    let file = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw failure(path, errno) }
    var code = append(Array(text.utf8), to: file)
    if close(file) != 0, code == 0 { code = errno }
    if code == 0, rename(part, path) != 0 { code = errno }
    if code != 0 {
      unlink(part)
      throw failure(path, code)
    }
  }

  /// Adds bytes to an open file.
  ///
  /// - Returns: the system's error, 0 for none.
  static func append(_ bytes: [UInt8], to file: Int32) -> Int32 {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { systemWrite(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      if count < 0 { return errno }
      rest = rest.dropFirst(count)
    }
    return 0
  }

  /// Gives a finished file its place, on the same disk.
  ///
  /// - Throws: `unwritableFile`.
  static func move(_ path: String, to target: String) throws(LegibleError) {
    if rename(path, target) == 0 { return }
    throw failure(target, errno)
  }

  /// Copies a small file.
  ///
  /// - Throws: `unwritableFile`.
  static func copy(_ path: String, to target: String) throws(LegibleError) {
    do {
      try FileManager.default.copyItem(atPath: path, toPath: target)
    } catch {
      throw LegibleError(.unwritableFile, "\(target) cannot be made as a copy of \(path): \(error)")
    }
  }

  /// An error of writing, with the system's reason.
  static func failure(_ what: String, _ code: Int32) -> LegibleError {
    let reason = String(cString: strerror(code)).lowercased()
    let hint =
      switch code {
      case ENOSPC, EDQUOT: "make room, or write elsewhere"
      default: "write elsewhere, or change the permissions"
      }
    return LegibleError(.unwritableFile, "\(what) cannot be written, \(reason): \(hint).")
  }

  /// The bytes that are free for us where a path is or will be; nil where nobody tells.
  static func freeBytes(at path: String) -> Int? {
    var folder = path
    while !folder.isEmpty, folder != "/", !isFolder(folder) {
      folder = folder.lastIndex(of: "/").map { String(folder[..<$0]) } ?? "."
      if folder.isEmpty { folder = "/" }
    }
    var status = statvfs()
    guard statvfs(folder.isEmpty ? "." : folder, &status) == 0 else { return nil }
    return Int(status.f_bavail) * Int(status.f_frsize)
  }

  /// How many files lie below a folder and how many bytes they have, links and Python's own caches left out.
  static func content(of folder: String) -> (files: Int, bytes: Int) {
    var total = (files: 0, bytes: 0)
    var folders = [folder]
    while let folder = folders.popLast() {
      guard let directory = opendir(folder) else { continue }
      defer { closedir(directory) }
      while let entry = readdir(directory) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name == "." || name == ".." || name == "__pycache__" { continue }
        let path = "\(folder)/\(name)"
        var status = stat()
        guard lstat(path, &status) == 0 else { continue }
        if status.st_mode & S_IFMT == S_IFDIR { folders.append(path) }
        if status.st_mode & S_IFMT == S_IFREG { total = (total.files + 1, total.bytes + Int(status.st_size)) }
      }
    }
    return total
  }
}

/// `write`, which `Files.write` would hide.
private func systemWrite(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(file, bytes, count)
}
