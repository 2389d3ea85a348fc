internal import ArgumentParser
internal import Legible
internal import ModelStore

/// `legible models`: what there is to read with, and what is installed of it.
struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models",
    abstract: "List, fetch and check models.",
    discussion: """
      Examples:
        legible models list                    the sets that --model names
        legible models list --language ko      those that read Korean
        legible models fetch korean            download one, its SHA-256 checked
        legible models info korean             its networks, constants and letters
        legible photo.jpg --model korean

      Models lie in $LEGIBLE_MODELS if it is set: 'legible models path' says where.
      """,
    subcommands: [
      ModelsListCommand.self, ModelsInfoCommand.self, ModelsFetchCommand.self, ModelsVerifyCommand.self,
      ModelsRemoveCommand.self, ModelsPathCommand.self, ModelsQuantizeCommand.self,
    ])

  /// Runs a subcommand's work: prints what it gives, and turns errors into messages and exit codes.
  static func answer(_ work: (ModelStore) throws -> String) throws {
    do {
      try OutputFile().write(work(ModelStore()))
    } catch is BrokenPipe {
      throw ExitCode.brokenPipe
    } catch let error as LegibleError {
      report(error)
      switch error.code {
      case .unknownModel: throw ExitCode.validationFailure
      case .unwritableFile: throw ExitCode.outputFailed
      default: throw ExitCode.modelUnusable
      }
    }
  }

  /// Writes an error, whose further lines are what to do by hand, to standard error.
  static func report(_ error: LegibleError, on console: Console = Console()) {
    let lines = error.message.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    console.report(lines[0])
    for line in lines.dropFirst() { console.note(line.withoutControlCharacters) }
  }

  /// The networks that names stand for, each once; all of the installed sets where there are no names.
  static func models(named names: [String], in store: ModelStore) throws -> [CatalogueModel] {
    let all =
      try names.isEmpty
      ? store.catalogue.models.filter { store.isInstalled([$0]) }
      : names.flatMap(store.catalogue.models(named:))
    var seen: Set<String> = []
    return all.filter { seen.insert($0.name).inserted }
  }
}
