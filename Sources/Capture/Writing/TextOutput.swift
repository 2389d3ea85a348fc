internal import Failure
internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// A file, a pipe or standard output that text is written to as it comes. Any thread may write.
final class TextOutput: Sendable {
  /// What became of a text.
  enum Outcome {
    case written
    /// Who read what we write has gone, as `head` does after its ten lines. Programs that want to know this have SIGPIPE
    /// ignored.
    case nobodyReads
  }

  let name: String
  private let ownsIt: Bool
  /// −1 when closed.
  private let descriptor: Mutex<Int32>

  /// Makes or empties a file; `-` is standard output.
  ///
  /// - Throws: `unwritableFile`.
  init(path: String) throws(LegibleError) {
    if path == "-" {
      (name, ownsIt) = ("standard output", false)
      descriptor = Mutex(STDOUT_FILENO)
      return
    }
    let number = path.utf8.contains(0) ? -1 : open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard number >= 0 else { throw Self.failure(path, path.utf8.contains(0) ? ENOENT : errno) }
    (name, ownsIt) = (path, true)
    descriptor = Mutex(number)
  }

  deinit { try? finish() }

  /// Writes all of a text; nothing after `finish`.
  ///
  /// - Throws: `unwritableFile`.
  func write(_ text: String) throws(LegibleError) -> Outcome {
    let code: Int32 = descriptor.withLock { descriptor in
      guard descriptor >= 0 else { return 0 }
      var text = text
      return text.withUTF8 { bytes in
        var rest = UnsafeRawBufferPointer(bytes)
        while let base = rest.baseAddress, !rest.isEmpty {
          #if canImport(Glibc)
          let count = Glibc.write(descriptor, base, rest.count)
          #else
          let count = Darwin.write(descriptor, base, rest.count)
          #endif
          if count < 0, errno == EINTR { continue }
          if count < 0 { return errno }
          rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
        return 0
      }
    }
    switch code {
    case 0: return .written
    case EPIPE: return .nobodyReads
    default: throw Self.failure(name, code)
    }
  }

  /// Closes the file. More calls do nothing.
  ///
  /// - Throws: `unwritableFile` where the system notices only now that there was no room.
  func finish() throws(LegibleError) {
    let code: Int32 = descriptor.withLock { descriptor in
      defer { descriptor = -1 }
      return ownsIt && descriptor >= 0 && close(descriptor) != 0 ? errno : 0
    }
    if code != 0 { throw Self.failure(name, code) }
  }

  private static func failure(_ name: String, _ code: Int32) -> LegibleError {
    LegibleError(
      .unwritableFile,
      """
      \(name) cannot be written (\(String(cString: strerror(code)))): look whether the folder exists, may be written to \
      and has room
      """)
  }
}
