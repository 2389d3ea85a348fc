public import Legible
public import Raster

/// What was read from a picture, as a line of the predictions file that the scores are computed from.
public struct Prediction: Codable, Sendable {
  /// A line of text.
  public struct Line: Codable, Sendable {
    /// What was read.
    public var text: String
    /// The corners: top-left, top-right, bottom-right, bottom-left of the text, in pixels; nil if unknown.
    public var box: [Point]?
    /// The score, 0…1; nil if unknown.
    public var score: Double?

    /// A line of text.
    public init(text: String, box: [Point]? = nil, score: Double? = nil) {
      self.text = text
      self.box = box
      self.score = score
    }
  }

  /// The picture's path; its last component tells which picture of the set it is.
  public var image: String
  /// The lines in reading order.
  public var lines: [Line]
  /// The wall time in milliseconds, from the file's bytes to the page, model load excluded; nil if it was not measured.
  public var milliseconds: Double?

  private enum CodingKeys: String, CodingKey {
    case image, lines
    case milliseconds = "ms"
  }

  /// A prediction.
  public init(image: String, lines: [Line], milliseconds: Double? = nil) {
    self.image = image
    self.lines = lines
    self.milliseconds = milliseconds
  }

  /// The prediction that a page is.
  public init(image: String, page: Page, milliseconds: Double? = nil) {
    self.init(
      image: image,
      lines: page.lines.map {
        Line(text: $0.text, box: $0.quad.corners, score: (Double($0.score) * 10_000).rounded() / 10_000)
      }, milliseconds: milliseconds)
  }

  /// The predictions in a file, a JSON object a line.
  ///
  /// - Throws: `LegibleError` with the code `fileNotFound`, `unreadableFile` or `invalidData`; the last names the line.
  public static func read(contentsOf path: String) throws -> [Prediction] {
    try JSONLines.read(Prediction.self, at: path, advice: "check the path")
  }

  /// The prediction as a line of that file, its line feed included.
  public func jsonLine() throws -> String {
    try JSONLines.line(of: self)
  }
}
