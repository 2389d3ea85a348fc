internal import Failure

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// A lock on a file, which ends with the process, so that none is ever left behind: any number may hold it to read, or
/// one to write.
final class FolderLock: Sendable {
  private let path: String
  private let descriptor: Int32

  /// Takes the lock, waiting for others.
  ///
  /// - Parameters:
  ///   - path: a file, which is made where it is missing and stays.
  ///   - isExclusive: to write.
  ///   - waiting: called once where somebody else has it.
  /// - Throws: `unwritableFile`, or `CancellationError`.
  init(_ path: String, isExclusive: Bool, waiting: () -> Void = {}) async throws {
    self.path = path
    descriptor = try Self.open(path)
    var isTold = false
    while flock(descriptor, (isExclusive ? LOCK_EX : LOCK_SH) | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else { throw Files.failure(path, errno) }
      if !isTold { waiting() }
      isTold = true
      try await Self.pause()
    }
  }

  /// Takes the lock to write; nil where somebody has it, or where there is no such file.
  init?(ifFree path: String) {
    self.path = path
    descriptor = openExisting(path)
    guard descriptor >= 0 else { return nil }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return nil }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Writes instead of reading. False where somebody else has the lock: it is let go then, so that of two who want to
  /// write one can.
  ///
  /// - Throws: `unwritableFile`.
  func takeForWriting() throws(LegibleError) -> Bool {
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
    let number = errno
    _ = flock(descriptor, LOCK_UN)
    guard number == EWOULDBLOCK || number == EINTR else { throw Files.failure(path, number) }
    return false
  }

  /// The time until somebody who waits looks again.
  ///
  /// - Throws: `CancellationError`.
  static func pause() async throws { try await Task.sleep(nanoseconds: 100_000_000) }

  /// Lets others in who want to read, and stays a reader.
  func share() { _ = flock(descriptor, LOCK_SH) }

  private static func open(_ path: String) throws(LegibleError) -> Int32 {
    let file = openForLock(path)
    guard file >= 0 else { throw Files.failure(path, errno) }
    return file
  }
}

private func openForLock(_ path: String) -> Int32 { open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644) }

private func openExisting(_ path: String) -> Int32 { open(path, O_RDONLY | O_CLOEXEC) }
