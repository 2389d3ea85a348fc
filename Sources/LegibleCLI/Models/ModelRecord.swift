internal import FoundationEssentials
internal import ModelStore

/// What `list` says of a set or a network.
struct ModelRecord: Encodable {
  var name: String
  var role: String
  var family: String
  /// Codes of languages.
  var languages: [String]
  /// The sum of the files' sizes; nil where one of them is not known.
  var bytes: Int?
  /// The licences of its networks, each once.
  var licence: String
  /// Wheels and addresses.
  var sources: [String]
  var files: [String]
  var installed: Bool

  private let knownBytes: Int

  private enum CodingKeys: String, CodingKey {
    case name, role, family, languages, bytes, licence, sources, files, installed
  }

  init(
    name: String, role: String, _ models: [CatalogueModel], family: String, languages: [String], in store: ModelStore
  ) {
    let all = Catalogue.files(of: models)
    self.name = name
    self.role = role
    self.family = family
    self.languages = languages
    knownBytes = all.reduce(0) { $0 + ($1.bytes ?? 0) }
    bytes = all.contains { $0.bytes == nil } ? nil : knownBytes
    licence = Self.unique(models.map(\.licence)).joined(separator: "+")
    sources = Self.unique(
      all.map { file in
        switch file.source {
        case .wheel(let wheel, _): wheel
        case .url(let url): url
        }
      })
    files = all.map(\.name)
    installed = store.isInstalled(models)
  }

  /// The size in megabytes; `+` stands for files of unknown size.
  var sizeText: String {
    bytes == nil && knownBytes == 0 ? "?" : Self.megabytes(knownBytes) + (bytes == nil ? "+" : "")
  }

  /// The first few languages, and how many there are beside.
  var languageText: String {
    languages.prefix(3).joined(separator: " ") + (languages.count > 3 ? " +\(languages.count - 3)" : "")
  }

  /// The names of the wheels and hosts, cut to what fits into a table.
  var sourceText: String {
    let names = sources.map { source in
      source.hasPrefix("http")
        ? source.split(separator: "/").dropFirst().first.map(String.init) ?? source
        : String(source.prefix { $0 != "=" })
    }
    let text = Self.unique(names).joined(separator: "+")
    return text.count > 18 ? text.prefix(17) + "…" : text
  }

  /// Whether wheels or addresses are needed: what fits beside a set's languages.
  var sourceKinds: String {
    let addresses = sources.count { $0.hasPrefix("http") }
    return addresses == 0 ? "wheels" : addresses == sources.count ? "URL" : "wheels+URL"
  }

  /// For instance `31.3 MB`.
  static func megabytes(_ bytes: Int) -> String { "\(bytes / 1_000_000).\(bytes / 100_000 % 10) MB" }

  /// The records as a JSON array.
  static func json(_ records: [ModelRecord]) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(records), as: UTF8.self) + "\n"
  }

  private static func unique(_ texts: [String]) -> [String] {
    var seen: Set<String> = []
    return texts.filter { seen.insert($0).inserted }
  }
}
