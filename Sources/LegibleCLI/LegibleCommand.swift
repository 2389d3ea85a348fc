internal import ArgumentParser

/// `legible`: the command without a subcommand, which reads pictures.
@main
struct LegibleCommand: ParsableCommand {
  /// The version of the command and of the library it was built with.
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "legible",
    abstract: "Read the text in pictures.",
    usage: """
      legible [<options>] <pictures> ...
      legible <subcommand> ...
      """,
    discussion: """
      Examples:
        legible photo.jpg                      print the text of a photo
        legible scans/ -o text/                a file for each picture
        legible photo.jpg --format json        places and scores, too
        legible photo.jpg --annotate seen.png  draw what was read, and where
        legible --line --characters digits meter.png
                                               one line, digits only
        cat photo.jpg | legible -              from standard input

      Without the name of a subcommand, 'read' is meant: 'legible read --help' shows its options.

      Exit codes: 0 everything was read; 1 some picture could not be read, the others were; 64 wrong usage; \
      69 the models or the engine are not usable; 73 an output could not be written.
      """,
    version: version,
    subcommands: [
      ReadCommand.self, LiveCommand.self, EvaluateCommand.self, ModelsCommand.self, ConvertCommand.self,
      VerifyCommand.self, CalibrateCommand.self,
    ],
    defaultSubcommand: ReadCommand.self)
}
