#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// A regular file that is read in pieces, so that a few bytes of a large one do not load the rest.
package struct BoundedFile: ~Copyable {
  private let descriptor: Int32
  /// The number of bytes when the file was opened.
  package let size: Int

  /// Opens a file; nil where there is none that can be read, or where it is no regular file.
  package init?(_ path: String) {
    // Not blocking: opening a pipe that nobody writes to would wait for ever.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      return nil
    }
    self.descriptor = descriptor
    size = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// The bytes at a place, fewer where the file ends before; nil where reading fails.
  package func bytes(at offset: Int, count: Int) -> [UInt8]? {
    guard offset >= 0, count >= 0 else { return nil }
    var failed = false
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, done in
      while done < count {
        let step = pread(descriptor, buffer.baseAddress! + done, count - done, off_t(offset + done))
        if step < 0, errno == EINTR { continue }
        failed = step < 0
        if step <= 0 { break }
        done += step
      }
    }
    return failed ? nil : bytes
  }
}
