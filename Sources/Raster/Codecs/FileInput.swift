internal import Failure

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The bytes of a file, a pipe or standard input, never more than asked for.
enum FileInput {
  /// Reads a file to its end.
  ///
  /// Not mapped into memory: a file that somebody shortens meanwhile would kill the process.
  ///
  /// - Parameter accept: looks at the first bytes and throws where reading on is of no use.
  /// - Throws: `fileNotFound`, `unreadableFile`, `imageTooLarge`, or what `accept` throws.
  static func read(
    path: String, limits: ImageLimits, accept: ([UInt8]) throws(LegibleError) -> Void
  ) throws(LegibleError) -> [UInt8] {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw LegibleError(.fileNotFound, "the path is empty or holds a zero byte: give the path of a picture")
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      let error = errno
      // What stands for bytes that are no UTF-8, in arguments as in listings of folders.
      guard error == ENOENT, path.contains("\u{FFFD}") else { throw failure(error) }
      throw LegibleError(.fileNotFound, "its name is not UTF-8, and such files cannot be opened: rename it")
    }
    defer { close(descriptor) }
    return try read(descriptor: descriptor, limits: limits, accept: accept)
  }

  /// Reads a descriptor to its end and leaves it open.
  static func read(
    descriptor: Int32, limits: ImageLimits, accept: ([UInt8]) throws(LegibleError) -> Void
  ) throws(LegibleError) -> [UInt8] {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure(errno) }
    if status.st_mode & S_IFMT == S_IFDIR { throw failure(EISDIR) }
    let size = status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : 0
    try limits.check(bytes: size)

    var bytes: [UInt8] = []
    bytes.reserveCapacity(size)
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    defer { chunk.deallocate() }
    var isAccepted = false
    while true {
      #if canImport(Glibc)
      let count = Glibc.read(descriptor, chunk.baseAddress, chunk.count)
      #else
      let count = Darwin.read(descriptor, chunk.baseAddress, chunk.count)
      #endif
      if count < 0, errno == EINTR { continue }
      if count < 0 { throw failure(errno) }
      if count == 0 { break }
      try limits.check(bytes: bytes.count + count)
      bytes.append(contentsOf: chunk[..<count])
      if !isAccepted, bytes.count >= 64 {
        try accept(bytes)
        isAccepted = true
      }
    }
    return bytes
  }

  private static func failure(_ code: Int32) -> LegibleError {
    switch code {
    case ENOENT, ENOTDIR:
      LegibleError(.fileNotFound, "there is no such file: check the path")
    case EISDIR:
      LegibleError(.unreadableFile, "this is a folder, not a picture: give the pictures in it")
    case EACCES, EPERM:
      LegibleError(.unreadableFile, "the file may not be read: check its permissions")
    default:
      LegibleError(.unreadableFile, "the file cannot be read: \(String(cString: strerror(code)))")
    }
  }
}
