internal import ArgumentParser

/// The exit codes, which docs/command.md lists. Wrong usage is ArgumentParser's own 64.
extension ExitCode {
  /// Some picture could not be read, the others were; of `models verify`: some file is not what it should be.
  static let somePicturesFailed = ExitCode(1)
  /// The models or the engine are not usable (EX_UNAVAILABLE of sysexits.h).
  static let modelUnusable = ExitCode(69)
  /// An output could not be written (EX_CANTCREAT of sysexits.h).
  static let outputFailed = ExitCode(73)
  /// Who read our output has gone: what a shell reports for a program that SIGPIPE ended.
  static let brokenPipe = ExitCode(141)
}
