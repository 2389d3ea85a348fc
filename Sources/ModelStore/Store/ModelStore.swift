public import Legible
internal import FoundationEssentials

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The models that are installed here, and the folder that fetched ones are put into.
///
/// Nothing is downloaded but by `fetch`. The folder holds whole files only: what is being fetched lies in its hidden
/// folder `.fetch` until its SHA-256 is right.
public struct ModelStore: Sendable {
  /// The state of an installed file.
  public enum Condition: Hashable, Sendable {
    /// It is the file of the catalogue.
    case whole
    /// It is not there.
    case missing
    /// It is another one, with this size and SHA-256.
    case wrong(bytes: Int, sha256: String)
  }

  /// The folders that are looked through, first to last.
  public let folders: [String]
  /// The folder that fetched files go to and that files are removed from.
  public let folder: String
  /// What there is to fetch.
  public let catalogue: Catalogue

  /// A store.
  ///
  /// - Parameters:
  ///   - folders: where to look for models.
  ///   - folder: where to put them. Nil: `$LEGIBLE_MODELS` if it is set, else the first of the folders that is there
  ///     and can be written to, else the last of them.
  ///   - catalogue: what there is to fetch.
  public init(
    folders: [String] = ModelFolder.candidates, folder: String? = nil, catalogue: Catalogue = .builtIn
  ) {
    self.catalogue = catalogue
    let chosen = ProcessInfo.processInfo.environment["LEGIBLE_MODELS"] ?? ""
    let target =
      folder ?? (chosen.isEmpty ? nil : chosen) ?? folders.first(where: StoredFile.isWritableFolder) ?? folders.last
      ?? "."
    self.folder = target
    self.folders = folders.contains(target) ? folders : [target] + folders
  }

  /// Where an installed file is, whatever is in it; nil where it is in none of the folders. A file of another size
  /// than the catalogue's is not taken.
  public func path(of file: CatalogueFile) -> String? {
    folders.lazy.map { "\($0)/\(file.name)" }.first { path in
      guard let size = StoredFile.size(path) else { return false }
      return size == file.bytes ?? size
    }
  }

  /// Whether there is anything of a file's name, whole or not.
  public func isPresent(_ file: CatalogueFile) -> Bool {
    folders.contains { StoredFile.size("\($0)/\(file.name)") != nil }
  }

  /// Whether all files of networks are there. Their sizes are looked at, not their hashes.
  public func isInstalled(_ models: [CatalogueModel]) -> Bool {
    models.allSatisfy { $0.files.allSatisfy { path(of: $0) != nil } }
  }

  /// Whether all files of a set are there.
  public func isInstalled(_ set: CatalogueSet) -> Bool { isInstalled(catalogue.models(of: set)) }

  /// A set of the catalogue as `TextReader` loads it; its files are taken from where they are installed.
  public func ocrModel(_ set: CatalogueSet) -> OCRModel {
    catalogue.ocrModel(set) { name in
      folders.lazy.map { "\($0)/\(name)" }.first { StoredFile.size($0) != nil } ?? "\(folder)/\(name)"
    }
  }

  /// Compares an installed file with the catalogue, byte by byte.
  ///
  /// - Throws: `unreadableFile`.
  public func condition(of file: CatalogueFile) throws -> Condition {
    let paths = folders.map { "\($0)/\(file.name)" }
    guard let path = paths.first(where: { StoredFile.size($0) != nil }), let size = StoredFile.size(path) else {
      return .missing
    }
    let hash = try StoredFile.sha256(path)
    return hash == file.sha256 && size == file.bytes ?? size ? .whole : .wrong(bytes: size, sha256: hash)
  }

  /// Removes the files of networks from `folder`, except those that another installed set needs.
  ///
  /// - Returns: the paths that were removed, and the files that were kept, each with the set that needs it.
  /// - Throws: `unwritableFile`.
  public func remove(
    _ models: [CatalogueModel], of set: CatalogueSet? = nil
  ) throws -> (removed: [String], kept: [(file: String, set: String)]) {
    let others = catalogue.sets.filter { other in
      guard other != set, isInstalled(other) else { return false }
      // Removing a network on its own takes it from the sets it belongs to; they cannot be what keeps it.
      return set != nil || !other.models.contains { name in models.contains { $0.name == name } }
    }
    var removed: [String] = []
    var kept: [(file: String, set: String)] = []
    for file in Catalogue.files(of: models) {
      let path = "\(folder)/\(file.name)"
      guard StoredFile.size(path) != nil else { continue }
      let user = others.first { other in
        Catalogue.files(of: catalogue.models(of: other)).contains { $0.name == file.name }
      }
      if let user {
        kept.append((file.name, user.name))
      } else if unlink(path) != 0, errno != ENOENT {
        throw StoredFile.failure(path, errno)
      } else {
        removed.append(path)
      }
    }
    return (removed, kept)
  }
}
