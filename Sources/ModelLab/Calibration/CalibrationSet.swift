public import Raster

/// Pictures to calibrate and to verify with, and where each came from.
public struct CalibrationSet: Sendable {
  /// A picture that was looked at.
  public struct Record: Codable, Hashable, Sendable {
    /// The file in the folder; nil for one that was dropped.
    public var file: String?
    /// The page that it was cut out of.
    public var page: String
    /// The number of the line in the page's order of reading, from 0; nil for a whole page.
    public var line: Int?
    /// Which of the pieces of the network's width it is, from 0; nil where the line is not cut into pieces.
    public var piece: Int?
    /// The corners of the text on the page; nil for a whole page.
    public var quad: Quad?
    /// What the reference read; nil for a whole page.
    public var text: String?
    /// Its score, 0…1; nil for a whole page.
    public var score: Double?
    /// `PictureQuality.sharpness`; nil where there is no picture.
    public var sharpness: Double?
    /// Levels between dark and light; nil where there is no picture.
    public var contrast: Double?
    /// Why it was dropped, for a person; nil for one that was taken.
    public var reason: String?
  }

  /// A picture and where it came from.
  public struct Entry: Sendable {
    /// Where it came from.
    public var record: Record
    /// As the network will be shown it.
    public var image: Image
  }

  /// What was asked for.
  public var options: CalibrationOptions
  /// Those to calibrate with.
  public var taken: [Entry] = []
  /// Those to verify with.
  public var heldOut: [Entry] = []
  /// Those that are not good enough, and pages that could not be read.
  public var dropped: [Record] = []
  /// Pages that were looked at.
  public var pagesRead = 0
  /// Pages that there are.
  public var pages = 0
  /// What a person should know, a sentence each.
  public var warnings: [String] = []
}

/// The list that is written beside the pictures.
public struct CalibrationList: Codable, Sendable {
  /// What the network does.
  public var role: NetworkRole
  /// The seed of the choice.
  public var seed: UInt64
  /// The size of the network's input; nil: any.
  public var inputWidth: Int?
  /// The size of the network's input; nil: any.
  public var inputHeight: Int?
  /// Pictures that were asked for, to calibrate with.
  public var wanted: Int
  /// Pages that there were, and those that were looked at.
  public var pages: Int
  /// Pages that were looked at.
  public var pagesRead: Int
  /// What a person should know.
  public var warnings: [String]
  /// To calibrate with.
  public var taken: [CalibrationSet.Record]
  /// To verify with.
  public var heldOut: [CalibrationSet.Record]
  /// Not good enough.
  public var dropped: [CalibrationSet.Record]

  init(_ set: CalibrationSet) {
    role = set.options.role
    seed = set.options.seed
    inputWidth = set.options.inputSize?.width
    inputHeight = set.options.inputSize?.height
    wanted = set.options.images
    (pages, pagesRead, warnings) = (set.pages, set.pagesRead, set.warnings)
    taken = set.taken.map(\.record)
    heldOut = set.heldOut.map(\.record)
    dropped = set.dropped
  }
}
