internal import Failure
internal import Subprocess

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// One download by curl into a file, which goes on where an earlier one was cut off.
///
/// curl writes to a pipe, and the bytes are put into the file here: so it ends with this process, and never do two
/// write one file.
struct URLDownload {
  let url: String
  /// The file to download into. What is in it is the beginning of an earlier download.
  let part: String
  /// The size that is expected; nil: unknown.
  let bytes: Int?

  /// A connection that breaks is taken up this many times without a byte coming in.
  private static let patience = 3

  /// Downloads what is missing of the file.
  ///
  /// - Parameter progress: told the bytes in the file.
  /// - Throws: `downloadFailed` or `unwritableFile`.
  func run(progress: (Int) -> Void) async throws {
    var failures = 0
    while true {
      var offset = StoredFile.size(part) ?? 0
      if let bytes, offset > bytes {
        unlink(part)
        offset = 0
      }
      if offset > 0, offset == bytes { return }
      progress(offset)
      let (status, message) = try await curl(from: offset, progress: progress)
      if status == 0 { return }
      // 22: the server refuses the range (or the file); 33: it knows no ranges; 36: it cannot go on there.
      if offset > 0, [22, 33, 36].contains(status) {
        unlink(part)
        continue
      }
      // Cut off: a part came, nothing came, sending or receiving failed, time ran out, HTTP/2 broke.
      guard [16, 18, 28, 52, 55, 56, 92].contains(status) else { throw failure(message) }
      failures = (StoredFile.size(part) ?? 0) > offset ? 0 : failures + 1
      if failures >= Self.patience { throw failure(message) }
      try await Task.sleep(nanoseconds: 300_000_000 * UInt64(failures + 1))
    }
  }

  private func curl(from offset: Int, progress: (Int) -> Void) async throws -> (status: Int32, message: String) {
    let file = open(part, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw StoredFile.failure(part, errno) }
    defer { close(file) }
    var arguments = [
      "--fail", "--silent", "--show-error", "--location", "--proto", "=https,http", "--connect-timeout", "20",
      // A minute without a byte is a dead connection.
      "--speed-limit", "1", "--speed-time", "60",
    ]
    if offset > 0 { arguments += ["--continue-at", "\(offset)"] }
    arguments += ["--url", url]
    do {
      let result = try await Subprocess.run(
        .name("curl"), arguments: Arguments(arguments), input: .none, output: .sequence, error: .string(limit: 1 << 16)
      ) { execution in
        var received = offset
        for try await buffer in execution.standardOutput {
          try buffer.withUnsafeBytes { try write($0, to: file) }
          received += buffer.count
          progress(received)
          if let bytes, received > bytes {
            throw LegibleError(.checksumMismatch, "\(url) gives more than the \(bytes) bytes that were expected.")
          }
        }
      }
      let message = result.standardError.split(whereSeparator: \.isNewline).last.map(String.init) ?? "curl ended"
      if case .exited(let code) = result.terminationStatus { return (code, message) }
      return (-1, "curl was ended by a signal")
    } catch let error as SubprocessError where error.code == .executableNotFound {
      throw failure("there is no curl here")
    }
  }

  private func write(_ bytes: UnsafeRawBufferPointer, to file: Int32) throws(LegibleError) {
    var rest = bytes
    while let base = rest.baseAddress, !rest.isEmpty {
      #if canImport(Glibc)
      let count = Glibc.write(file, base, rest.count)
      #else
      let count = Darwin.write(file, base, rest.count)
      #endif
      if count < 0, errno == EINTR { continue }
      if count < 0 { throw StoredFile.failure(part, errno) }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
  }

  private func failure(_ reason: String) -> LegibleError {
    LegibleError(.downloadFailed, "\(url) cannot be downloaded (\(reason)).")
  }
}
