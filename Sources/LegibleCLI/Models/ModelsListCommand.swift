internal import ArgumentParser
internal import Legible
internal import ModelStore

/// `legible models list`: the sets of the catalogue, or its networks.
struct ModelsListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the models that there are, and which are installed.",
    discussion: "A set is what --model names and 'fetch' fetches: networks that find and read text together.")

  @Flag(help: "List the single networks instead of the sets.")
  var networks = false

  @Flag(help: "Only what is installed.")
  var installed = false

  @Option(help: ArgumentHelp("Only what reads a language: en, ja, ko …", valueName: "code"))
  var language: String?

  @Flag(help: "Print a JSON array instead of a table.")
  var json = false

  func validate() throws {
    if let language, Language(code: language) == nil {
      throw ValidationError("There is no language '\(language)' here: a code like en, ja or zh-Hans is expected.")
    }
  }

  func run() throws {
    try ModelsCommand.answer { store in
      let records = (networks ? networkRecords(store) : setRecords(store)).filter { record in
        (!installed || record.installed)
          && (language.flatMap(Language.init).map { record.languages.contains($0.code) } ?? true)
      }
      return try json ? ModelRecord.json(records) : table(records)
    }
  }

  private func setRecords(_ store: ModelStore) -> [ModelRecord] {
    store.catalogue.sets.map { set in
      ModelRecord(
        name: set.name, role: "set", store.catalogue.models(of: set),
        family: store.catalogue.model(set.recognition)?.family ?? "", languages: store.catalogue.languages(of: set),
        in: store)
    }
  }

  private func networkRecords(_ store: ModelStore) -> [ModelRecord] {
    store.catalogue.models.map { model in
      ModelRecord(
        name: model.name, role: model.role.rawValue, [model], family: model.family, languages: model.languages ?? [],
        in: store)
    }
  }

  /// At most 100 columns wide.
  private func table(_ records: [ModelRecord]) -> String {
    let titles =
      networks
      ? ["NAME", "ROLE", "SIZE", "LICENCE", "SOURCE", "HERE"]
      : ["NAME", "FAMILY", "LANGUAGES", "SIZE", "LICENCE", "SOURCE", "HERE"]
    let rows = records.map { record in
      let here = record.installed ? "yes" : "no"
      return networks
        ? [record.name, record.role, record.sizeText, record.licence, record.sourceText, here]
        : [
          record.name, record.family, record.languageText, record.sizeText, record.licence, record.sourceKinds, here,
        ]
    }
    return TextTable(titles: titles, rows: rows).text
  }
}
