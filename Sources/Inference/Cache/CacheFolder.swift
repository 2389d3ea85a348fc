internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The folder of compiled networks: a file each, named for its key.
///
/// Nothing here fails: where the folder cannot be used there is no cache. Processes need no lock: a file appears whole
/// under its name, by a rename, and one that is deleted stays with those who have it open.
///
/// The engine trusts what it is given, so only a folder and files of this user are used which nobody else can write.
struct CacheFolder: Sendable {
  /// What the names of our files end in; those of unfinished ones in `unfinished`.
  static let ending = ".compiled"
  private static let unfinished = ".tmp"
  /// Bytes that all files together may have: the installed sets take 45 MB for each setting that is used.
  static let limit = 512 << 20
  /// Seconds after which an unfinished file was left behind.
  private static let staleAfter = 3600

  private static let count = Atomic(0)

  let path: String
  private let limit: Int

  /// The folder at a path, made where it is missing; nil where it cannot be used.
  init?(_ path: String, limit: Int = Self.limit) {
    guard !path.isEmpty else { return nil }
    Self.make(path)
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, status.st_uid == geteuid(),
      status.st_mode & 0o022 == 0
    else { return nil }
    self.path = path
    self.limit = limit
  }

  /// The whole file of a key; nil where there is none. It counts as used now.
  func file(_ key: CacheKey) -> CacheFile? {
    let path = path(of: key.fileName)
    guard let file = CacheFile(path, key: key) else { return nil }
    utimensat(AT_FDCWD, path, nil, AT_SYMLINK_NOFOLLOW)
    return file
  }

  /// Forgets what is kept for a key.
  func remove(_ key: CacheKey) { unlink(path(of: key.fileName)) }

  /// Keeps what an engine writes into the file whose name it is given, and deletes what has not been used for longest
  /// where there is too much.
  func keep(_ key: CacheKey, write: (String) -> Bool) {
    // The engine does not say when it cannot write: where it might not, it does not begin.
    var sizes = rlimit()
    if getrlimit(Self.fileSize, &sizes) == 0, sizes.rlim_cur < UInt64(limit) { return }
    let number = Self.count.add(1, ordering: .relaxed).newValue
    let temporary = path(of: "\(key.fileName).\(getpid())-\(number)\(Self.unfinished)")
    let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { return }
    close(file)
    guard key.holds, write(temporary), CacheFile.label(temporary, key: key),
      rename(temporary, path(of: key.fileName)) == 0
    else {
      unlink(temporary)
      return
    }
    trim()
  }

  /// Deletes unfinished files that were left behind and, of the others, the ones that were not used for longest until
  /// the rest keeps the limit.
  private func trim() {
    guard let folder = opendir(path) else { return }
    defer { closedir(folder) }
    var files: [(name: String, size: Int, used: Int)] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 1) { String(cString: $0) }
      }
      let isUnfinished = name.hasSuffix(Self.unfinished) && name.contains(Self.ending + ".")
      guard isUnfinished || name.hasSuffix(Self.ending), let file = MappedFile.Identity(path(of: name)) else {
        continue
      }
      if !isUnfinished {
        files.append((name, file.size, file.modified))
      } else if file.modified / 1_000_000_000 < time(nil) - Self.staleAfter {
        unlink(path(of: name))
      }
    }
    var total = files.reduce(0) { $0 + $1.size }
    for file in files.sorted(by: { $0.used < $1.used }) where total > limit {
      unlink(path(of: file.name))
      total -= file.size
    }
  }

  private func path(of name: String) -> String { "\(path)/\(name)" }

  /// Makes a folder and those above it, for this user alone.
  private static func make(_ path: String) {
    guard mkdir(path, 0o700) != 0, errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex
    else { return }
    make(String(path[..<slash]))
    mkdir(path, 0o700)
  }

  #if canImport(Glibc)
  private static let fileSize = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
  #else
  private static let fileSize = RLIMIT_FSIZE
  #endif
}
