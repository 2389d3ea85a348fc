public import Legible

/// One network of the catalogue: its files, its licence, and the constants that it was made with.
public struct CatalogueModel: Hashable, Sendable, Decodable {
  /// What a network does.
  public enum Role: String, Hashable, Sendable, Decodable, CaseIterable {
    /// Finds lines of text.
    case detection
    /// Reads a line.
    case recognition
    /// Tells whether a line is upside down.
    case lineOrientation = "line-orientation"
    /// Tells how a page is turned.
    case pageOrientation = "page-orientation"
    /// Finds the parts of a page.
    case layout
    /// Finds number plates.
    case plateDetection = "plate-detection"
    /// Finds tables.
    case tableDetection = "table-detection"
    /// Tells tables with rules from those without.
    case tableKind = "table-kind"
    /// Finds the cells of a table.
    case tableStructure = "table-structure"
    /// No network, but what runs some.
    case runtime
  }

  /// How pixels become the network's input: `(value − mean) × scale`, a value a channel.
  public struct Input: Hashable, Sendable, Decodable {
    /// The order of the channels.
    public let order: InputFormat.ChannelOrder
    /// Subtracted from each channel, 0…255.
    public let mean: [Float]
    /// What the difference is multiplied with.
    public let scale: [Float]

    /// The same as the engine takes it.
    var format: InputFormat { InputFormat(channelOrder: order, mean: mean, scale: scale) }
  }

  /// The name to fetch it by.
  public let name: String
  /// The family, for instance `PP-OCRv6`.
  public let family: String
  /// What it does.
  public let role: Role
  /// SPDX's name of the licence.
  public let licence: String
  /// Codes of `Language` that it reads; nil for networks that do not read.
  public let languages: [String]?
  /// What is to be known beside; nil: nothing.
  public let note: String?
  /// Its files, the one to load first.
  public let files: [CatalogueFile]
  /// The arithmetic in front of it; nil where Legible does not use the network yet.
  public let input: Input?
  /// Of a recogniser: the name of its dictionary's file; `metadata` where the model file itself holds it; `none`
  /// where the catalogue has none.
  public let alphabet: String?
  /// Of a recogniser: the best arithmetic.
  public let precision: ComputeOptions.Precision?
  /// Of a recogniser, as in `RecognitionModel`.
  public let scenePrecision: ComputeOptions.Precision?
  /// Of a recogniser, as in `RecognitionModel`.
  public let rereadsDoubtfulLines: Bool?
  /// The input's size, where it is fixed.
  public let width: Int?
  /// The input's size, where it is fixed.
  public let height: Int?
  /// Of a classifier: an answer counts from this probability on.
  public let threshold: Float?
  /// Of a detector, as in `DetectionModel`.
  public let pixelThreshold: Float?
  /// Of a detector, as in `DetectionModel`.
  public let boxThreshold: Float?
  /// Of a detector, as in `DetectionModel`.
  public let unclipRatio: Float?
  /// Of a detector, as in `DetectionModel`.
  public let maximumCandidates: Int?
}
