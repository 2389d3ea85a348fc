internal import Capture

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Standard error.
enum Message {
  /// Writes `legible: ` and what went wrong.
  static func report(_ error: any Error) {
    write("legible: " + ((error as? LegibleError)?.message ?? "\(error)"))
  }

  /// Writes lines as they are, and a line end; control characters, which a terminal would obey, as blanks.
  static func write(_ lines: String) {
    let clean = String(
      String.UnicodeScalarView(
        lines.unicodeScalars.map { $0.properties.generalCategory == .control && $0 != "\n" ? " " : $0 }))
    let bytes = Array((clean + "\n").utf8)
    // Nobody can be told that standard error is closed.
    #if canImport(Glibc)
    _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
    #else
    _ = Darwin.write(STDERR_FILENO, bytes, bytes.count)
    #endif
  }
}
