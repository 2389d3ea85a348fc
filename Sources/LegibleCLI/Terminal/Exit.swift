internal import ArgumentParser

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

extension ParsableCommand {
  /// Tells wrong usage as ArgumentParser does.
  ///
  /// For `run`, about what is missing: ArgumentParser calls `validate` before it looks for options that it does not know,
  /// and would never come to tell that an option is mistyped.
  ///
  /// - Returns: the exit code, to be thrown.
  static func wrongUsage(_ message: String) -> ExitCode {
    Console().note(
      """
      Error: \(message)
      Usage: \(usageString())
        See 'legible \(configuration.commandName ?? "") --help' for more information.
      """)
    return .validationFailure
  }
}

/// The exit codes, which docs/command.md lists. Wrong usage is ArgumentParser's own 64.
extension ExitCode {
  /// Some picture could not be read, the others were; of `models verify`: some file is not what it should be; of
  /// `convert`: a model is not as like the original as it must be.
  static let somePicturesFailed = ExitCode(1)
  /// `verify`: the converted network is not as exact as was asked for.
  static let toleranceMissed = ExitCode(1)
  /// The models or the engine are not usable (EX_UNAVAILABLE of sysexits.h).
  static let modelUnusable = ExitCode(69)
  /// A program that was called failed (EX_SOFTWARE of sysexits.h).
  static let backEndFailed = ExitCode(70)
  /// An output could not be written (EX_CANTCREAT of sysexits.h).
  static let outputFailed = ExitCode(73)
  /// Who read our output has gone: what a shell reports for a program that SIGPIPE ended.
  static let brokenPipe = ExitCode(141)

  /// Ends the program at once, all output written. To take down loaded models piece by piece first would cost 10 to 25 ms
  /// of processor time each.
  static func leave(_ code: ExitCode, keeping loaded: some Any) -> Never {
    withExtendedLifetime(loaded) {
      fflush(nil)
      _exit(code.rawValue)
    }
  }
}
