internal import Failure
package import Legible

extension ModelStore {
  /// The models that a user names: `small`, `tiny`, an installed set of the catalogue, a MUD file or a folder. Nothing is
  /// loaded yet. A folder that is called like a set is given as `./name`.
  ///
  /// - Throws: `modelNotFound`, `unsuitableModel`, or what `OCRModel(mud:)` throws.
  package func ocrModel(named name: String) throws -> OCRModel {
    switch name {
    case "small": return .small
    case "tiny": return .tiny
    default:
      if name.lowercased().hasSuffix(".mud") { return try OCRModel(mud: name) }
      guard let set = catalogue.set(name) else {
        if !name.contains("/"), !StoredFile.isThere(name) { throw unknownSet(name) }
        return try OCRModel(folder: name)
      }
      guard isInstalled(set) else {
        throw LegibleError(
          .modelNotFound, "The models of \(name) are not installed: 'legible models fetch \(name)' fetches them.")
      }
      return ocrModel(set)
    }
  }

  /// What is said of a name that is no set's, and no folder's either.
  private func unknownSet(_ name: String) -> LegibleError {
    if name.isEmpty {
      return LegibleError(
        .modelNotFound,
        "The name of the models is empty: one that 'legible models list' shows, a folder or a MUD file is expected.")
    }
    let installed = catalogue.sets.filter(isInstalled).map(\.name)
    return LegibleError(
      .modelNotFound,
      """
      There is no set of models '\(name)', and no folder of this name.\(Catalogue.hint(name, among: catalogue.sets.map(\.name))) \
      Installed: \(installed.isEmpty ? "none" : installed.joined(separator: ", ")). 'legible models list' shows all sets.
      """)
  }
}
