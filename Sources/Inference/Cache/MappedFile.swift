#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// A file's bytes, mapped into memory for as long as the value lives.
///
/// What is mapped stays what it was when the file is deleted or replaced by another of its name.
final class MappedFile: Sendable {
  /// What tells one state of a file from another.
  struct Identity: Hashable, Sendable {
    var device, inode, size, modified, changed: Int
  }

  /// Nothing in this process writes them.
  nonisolated(unsafe) private let bytes: UnsafeRawBufferPointer
  /// The file that is mapped.
  let identity: Identity

  /// Maps a file.
  ///
  /// - Parameter isPrivate: takes only a file of this user that nobody else can write, and no link to one.
  /// - Returns: nil where there is no such regular file, or it is empty.
  init?(_ path: String, isPrivate: Bool = false) {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | (isPrivate ? O_NOFOLLOW : 0))
    guard file >= 0 else { return nil }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 else { return nil }
    if isPrivate, status.st_uid != geteuid() || status.st_mode & 0o022 != 0 { return nil }
    let size = Int(status.st_size)
    #if canImport(Glibc)
    // All of it is read at once: a page at a time would cost a fault each.
    let flags = MAP_PRIVATE | Int32(MAP_POPULATE)
    #else
    let flags = MAP_PRIVATE
    #endif
    guard let start = mmap(nil, size, PROT_READ, flags, file, 0), start != MAP_FAILED else { return nil }
    bytes = UnsafeRawBufferPointer(start: start, count: size)
    identity = Identity(status)
  }

  /// How many bytes there are.
  var count: Int { bytes.count }

  /// Lets a closure read the bytes, which are there inside the call only.
  func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    try withExtendedLifetime(self) { try body(bytes) }
  }

  /// The fingerprint of the first bytes.
  func fingerprint(of count: Int) -> Fingerprint {
    withBytes { Fingerprint(of: UnsafeRawBufferPointer(rebasing: $0.prefix(count))) }
  }

  /// Gives the memory back that the bytes take; whoever reads them again gets them from the file.
  func giveBackMemory() {
    #if canImport(Glibc)
    madvise(UnsafeMutableRawPointer(mutating: bytes.baseAddress!), bytes.count, MADV_DONTNEED)
    #endif
  }

  deinit { munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress!), bytes.count) }
}

extension MappedFile.Identity {
  /// That of the file at a path, links followed; nil where there is none.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  init(_ status: stat) {
    device = Int(truncatingIfNeeded: status.st_dev)
    inode = Int(truncatingIfNeeded: status.st_ino)
    size = Int(status.st_size)
    #if canImport(Glibc)
    modified = status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec
    changed = status.st_ctim.tv_sec * 1_000_000_000 + status.st_ctim.tv_nsec
    #else
    modified = status.st_mtimespec.tv_sec * 1_000_000_000 + status.st_mtimespec.tv_nsec
    changed = status.st_ctimespec.tv_sec * 1_000_000_000 + status.st_ctimespec.tv_nsec
    #endif
  }
}
