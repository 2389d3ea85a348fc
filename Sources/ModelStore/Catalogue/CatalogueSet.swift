/// Networks of the catalogue that read together: what `--model` names.
public struct CatalogueSet: Hashable, Sendable, Decodable {
  /// The name to choose and to fetch it by.
  public let name: String
  /// What it is for, in a sentence.
  public let about: String
  /// The names of its networks in the catalogue.
  public let detection: String
  /// Reads the lines.
  public let recognition: String
  /// Tells which lines are upside down.
  public let lineOrientation: String
  /// Tells how pages are turned.
  public let pageOrientation: String

  /// The names of all four.
  public var models: [String] { [detection, recognition, lineOrientation, pageOrientation] }
}
