internal import ArgumentParser
internal import Legible
internal import ModelStore

/// `legible models path`: where models are.
struct ModelsPathCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "path", abstract: "Print the folder that models are fetched into, or where a model's files are.")

  @Argument(help: "A set or a network; without it the folder.")
  var name: String?

  func run() throws {
    try ModelsCommand.answer { store in
      guard let name else { return store.folder + "\n" }
      return try Catalogue.files(of: store.catalogue.models(named: name)).map { file in
        guard let path = store.path(of: file) else {
          throw LegibleError(
            .modelNotFound, "\(file.name) of \(name) is not installed: 'legible models fetch \(name)' fetches it.")
        }
        return path + "\n"
      }.joined()
    }
  }
}
