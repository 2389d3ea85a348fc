#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
internal import Failure
public import Raster

/// Pictures and the text that is on them.
public struct EvaluationSet: Sendable {
  /// The name of its folder.
  public let name: String
  /// The pictures.
  public let pictures: [LabelledPicture]

  /// A set of pictures.
  public init(name: String, pictures: [LabelledPicture]) {
    self.name = name
    self.pictures = pictures
  }

  /// The set in a folder that holds `gt.jsonl`, a JSON object for each picture.
  ///
  /// - Throws: `LegibleError` with the code `fileNotFound`, `unreadableFile` or `invalidData`; the last names the line, or
  ///   says that there is no picture.
  public init(folder: String) throws {
    let path = folder.hasSuffix("/") ? folder + "gt.jsonl" : folder + "/gt.jsonl"
    let pictures = try JSONLines.read(
      LabelledPicture.self, at: path,
      advice: "name a folder with gt.jsonl, a JSON object a line for each picture, and the pictures (docs/accuracy.md)")
    guard !pictures.isEmpty else {
      throw LegibleError(
        .invalidData, "\(path) names no picture: a JSON object a line for each picture of the set is expected.")
    }
    self.init(name: FileName.last(of: folder), pictures: pictures)
  }
}

/// A picture of an evaluation set and the text that is on it.
public struct LabelledPicture: Sendable {
  /// What an item is.
  public enum Unit: String, Decodable, Sendable {
    /// A word.
    case words
    /// A line of text.
    case lines
  }

  /// A labelled piece of text.
  public struct Item: Decodable, Sendable {
    /// The text.
    public var text: String
    /// The corners, four or more, in pixels; nil where the place was not labelled.
    public var box: [Point]?
    /// Whether it is left out of the scores, as illegible text is; nil means no.
    public var ignore: Bool?

    /// A labelled piece of text.
    public init(text: String, box: [Point]? = nil, ignore: Bool? = nil) {
      self.text = text
      self.box = box
      self.ignore = ignore
    }
  }

  /// The picture's path, from the set's folder.
  public var image: String
  /// What an item is; nil where the set does not say.
  public var unit: Unit?
  /// The pieces of text.
  public var items: [Item]
  /// Whether the items are known to stand in reading order.
  public var isOrdered: Bool

  /// A labelled picture.
  public init(image: String, unit: Unit? = nil, items: [Item], isOrdered: Bool = false) {
    self.image = image
    self.unit = unit
    self.items = items
    self.isOrdered = isOrdered
  }
}

extension LabelledPicture: Decodable {
  private enum CodingKeys: String, CodingKey {
    case image, items
    case unit = "words_or_lines"
    case isOrdered = "order"
  }

  /// Reads a line of `gt.jsonl`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      image: try container.decode(String.self, forKey: .image),
      unit: try container.decodeIfPresent(Unit.self, forKey: .unit),
      items: try container.decode([Item].self, forKey: .items),
      isOrdered: try container.decodeIfPresent(Bool.self, forKey: .isOrdered) ?? false)
  }
}
