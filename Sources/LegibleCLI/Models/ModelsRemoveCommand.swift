internal import ArgumentParser
internal import Legible
internal import ModelLab
internal import ModelStore

/// `legible models remove`: deletes installed files.
struct ModelsRemoveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Remove the files of a set or a network.",
    discussion: "Files that another installed set needs stay.")

  @Argument(help: "A set or a network.")
  var name: String

  func run() throws {
    try ModelsCommand.answer { store in
      let models = try store.catalogue.models(named: name)
      let (removed, kept) = try store.remove(models, of: store.catalogue.set(name))
      if removed.isEmpty, kept.isEmpty {
        throw LegibleError(.modelNotFound, "\(name) has no file in \(store.folder): nothing was removed.")
      }
      let console = Console()
      for (file, set) in kept { console.report("\(file) stays, since the set \(set) needs it.") }
      // What was made of a network goes with it.
      let made = try removed.filter { $0.hasSuffix(".onnx") }.flatMap { try RecogniserQuantization.remove(madeOf: $0) }
      return (removed + made).map { "\($0)\n" }.joined()
    }
  }
}
