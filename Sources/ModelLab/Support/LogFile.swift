internal import Failure
internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// A file that takes all that the programs of a run say, as they say it.
final class LogFile: Sendable {
  /// The file.
  let path: String
  private let descriptor: Int32
  /// The first error of writing, which is told once: a log that cannot be written ends nothing.
  private let problem = Mutex<Int32>(0)

  /// Makes the file, or goes on with it.
  ///
  /// - Throws: `unwritableFile`.
  init(_ path: String) throws(LegibleError) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Files.failure(path, errno) }
  }

  deinit { close(descriptor) }

  /// Adds bytes.
  func append(_ bytes: [UInt8]) {
    let code = Files.append(bytes, to: descriptor)
    if code != 0 { problem.withLock { $0 = $0 == 0 ? code : $0 } }
  }

  /// Adds a line.
  func note(_ line: String) { append(Array("\(line)\n".utf8)) }

  /// Whether the disk was full when something was to be written.
  var wasDiskFull: Bool { [ENOSPC, EDQUOT].contains(problem.withLock { $0 }) }
}
