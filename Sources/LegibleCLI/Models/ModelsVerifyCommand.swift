internal import ArgumentParser
internal import Legible
internal import ModelStore

/// `legible models verify`: compares installed files with the catalogue.
struct ModelsVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Check the SHA-256 of installed files.",
    discussion: "A line a file: ok, missing or wrong. The exit code is 1 where one is not ok.")

  @Argument(help: "Sets or networks; without names, every network of which a file is installed.")
  var names: [String] = []

  func run() throws {
    var isSound = true
    try ModelsCommand.answer { store in
      let models =
        try names.isEmpty
        ? store.catalogue.models.filter { store.isPresent($0.files[0]) }
        : ModelsCommand.models(named: names, in: store)
      let console = Console()
      if models.isEmpty { console.report("No model of the catalogue is installed in \(store.folder).") }
      return try Catalogue.files(of: models).map { file in
        switch try store.condition(of: file) {
        case .whole: return "ok       \(file.name)\n"
        case .missing:
          isSound = false
          return "missing  \(file.name)\n"
        case .wrong(let bytes, let hash):
          isSound = false
          return "wrong    \(file.name)  \(bytes) bytes, SHA-256 \(hash)\n"
        }
      }.joined()
    }
    if !isSound { throw ExitCode.somePicturesFailed }
  }
}
