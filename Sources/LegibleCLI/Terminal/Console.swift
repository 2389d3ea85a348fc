#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Standard error: messages, and a progress bar where it is a terminal.
final class Console {
  private let hasBar: Bool
  private var isBarShown = false

  /// - Parameters:
  ///   - count: pictures to come; a single one needs no bar.
  ///   - isQuiet: no bar, whatever standard error is.
  init(pictures count: Int = 1, isQuiet: Bool = false) {
    hasBar = count > 1 && !isQuiet && isatty(STDERR_FILENO) == 1
  }

  /// Writes `legible: ` and the message, on a line of its own.
  func report(_ message: String) {
    clearProgress()
    write("legible: \(message.withoutControlCharacters)\n")
  }

  /// Writes lines as they are, for tables.
  func note(_ lines: String) {
    clearProgress()
    write(lines + "\n")
  }

  /// Draws how far the work is, over what was drawn before.
  func showProgress(_ done: Int, of count: Int, name: String) {
    guard hasBar else { return }
    showLine(ProgressBar(done: done, count: count, name: name).drawn(columns: columns))
  }

  /// Draws a line over what was drawn before, where there is a bar; it is ASCII, and short.
  func showLine(_ line: String) {
    guard hasBar else { return }
    write("\r\u{1B}[K" + line.prefix(columns - 1))
    isBarShown = true
  }

  /// Takes the bar away, so that something else may be written there.
  func clearProgress() {
    guard isBarShown else { return }
    write("\r\u{1B}[K")
    isBarShown = false
  }

  private var columns: Int {
    var size = winsize()
    return ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
  }

  private func write(_ text: String) {
    // Nobody can be told that standard error is closed.
    try? Descriptor(STDERR_FILENO, name: "standard error").write(text)
  }
}

extension String {
  /// The text with control characters as `\n` or `\u{1B}`: a file's name may hold what a terminal would obey.
  var withoutControlCharacters: String {
    unicodeScalars.contains { $0.properties.generalCategory == .control }
      ? unicodeScalars.map { $0.properties.generalCategory == .control ? $0.escaped(asASCII: false) : String($0) }
        .joined()
      : self
  }
}
