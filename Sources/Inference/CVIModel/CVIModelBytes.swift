internal import Failure

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The bytes of a cvimodel file, read and not mapped: who cuts a mapped file off ends its readers.
enum CVIModelBytes {
  /// Larger files fit no device that runs them: a MaixCAM has 256 MiB of memory.
  private static let mostBytes = 1 << 29

  /// - Throws: `modelNotFound` where there is no readable file, `unreadableModel` where it is too large.
  static func read(_ path: String) throws(LegibleError) -> [UInt8] {
    // Not blocking: opening a pipe that nobody writes to would wait for ever.
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { throw missing(path, errno) }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw LegibleError(.modelNotFound, "There is no readable model file at \(path): it is no regular file.")
    }
    let size = Int(status.st_size)
    guard size <= mostBytes else {
      throw LegibleError(
        .unreadableModel,
        "\(path) is no sound cvimodel: it has \(size) bytes, and no device takes more than \(mostBytes).")
    }
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, done in
      while done < size {
        let step = pread(file, buffer.baseAddress! + done, size - done, off_t(done))
        if step < 0, errno == EINTR { continue }
        if step < 0 { failure = errno }
        if step <= 0 { break }
        done += step
      }
    }
    if failure != 0 { throw missing(path, failure) }
    return bytes
  }

  private static func missing(_ path: String, _ code: Int32) -> LegibleError {
    LegibleError(.modelNotFound, "There is no readable model file at \(path): \(String(cString: strerror(code))).")
  }
}
