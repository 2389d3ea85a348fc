internal import Failure

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Keeps two processes from fetching into one folder: a lock on the folder itself, which ends with the process, so that
/// none is ever left behind.
final class FetchLock {
  private let descriptor: Int32

  /// Takes the lock of a folder that is there.
  ///
  /// - Parameter waiting: called once where another process has it.
  /// - Throws: `unwritableFile`, or `CancellationError`.
  init(folder: String, waiting: () -> Void) async throws {
    descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw StoredFile.failure("The folder \(folder)", errno) }
    var isTold = false
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK || errno == EINTR {
      if !isTold { waiting() }
      isTold = true
      try await Task.sleep(nanoseconds: 100_000_000)
    }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }
}
