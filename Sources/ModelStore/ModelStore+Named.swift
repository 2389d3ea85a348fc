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
      guard let set = catalogue.set(name) else { return try OCRModel(folder: name) }
      guard isInstalled(set) else {
        throw LegibleError(
          .modelNotFound, "The models of \(name) are not installed: 'legible models fetch \(name)' fetches them.")
      }
      return ocrModel(set)
    }
  }
}
