internal import Legible

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Who read what we write has gone, as `head` does after its ten lines.
struct BrokenPipe: Error {}

/// An open file that text is written to, whole or not at all as far as we can tell.
struct Descriptor {
  let number: Int32
  /// How messages call it.
  let name: String

  init(_ number: Int32, name: String) {
    self.number = number
    self.name = name
  }

  /// Writes all of a text.
  ///
  /// - Throws: `BrokenPipe`, or `unwritableFile`.
  func write(_ text: String) throws {
    var text = text
    try text.withUTF8 { try write(UnsafeRawBufferPointer($0)) }
  }

  /// Writes all bytes.
  ///
  /// - Throws: `BrokenPipe`, or `unwritableFile`.
  func write(_ bytes: UnsafeRawBufferPointer) throws {
    var rest = bytes
    while let base = rest.baseAddress, !rest.isEmpty {
      #if canImport(Glibc)
      let count = Glibc.write(number, base, rest.count)
      #else
      let count = Darwin.write(number, base, rest.count)
      #endif
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EPIPE { throw BrokenPipe() }
      if count < 0 { throw LegibleError.unwritable(name, errno) }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
  }
}

extension LegibleError {
  /// An output that the system refuses, and why.
  static func unwritable(_ name: String, _ code: Int32) -> LegibleError {
    let reason = String(cString: strerror(code))
    let hint =
      switch code {
      case ENOSPC, EDQUOT: ": make room, or write elsewhere"
      case ENOENT: ": make the folder first"
      case EACCES, EPERM, EROFS: ": write elsewhere"
      default: ""
      }
    return LegibleError(.unwritableFile, "\(name) cannot be written, \(reason.lowercased())\(hint).")
  }
}
