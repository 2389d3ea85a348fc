public import Legible

/// A line that is followed from frame to frame.
public struct TrackedLine: Hashable, Codable, Sendable, Identifiable {
  /// The same for the line in each frame; never used again for another line.
  public var id: Int
  /// Where it stands, named as the reader of the text sees the corners.
  public var quad: Quad
  /// What its readings voted for. Once it was settled, a new text shows up when that is settled too.
  public var text: String
  /// Mean over the characters of the winning readings' score times their share of the votes, 0…1.
  public var score: Float
  /// Whether the text is settled; it is not read again until its pixels change.
  public var isSettled: Bool
  /// How many readings voted since its pixels changed.
  public var readings: Int
  /// How many detections in a row have missed it, 0 where it is in sight.
  public var missed: Int
  /// Whether it stands at corners that the options gave.
  public var isFixed: Bool
  /// How the characters follow one another.
  public var direction: TextLine.Direction

  /// A line as it is in a frame.
  public init(
    id: Int, quad: Quad, text: String, score: Float, isSettled: Bool, readings: Int = 0, missed: Int = 0,
    isFixed: Bool = false, direction: TextLine.Direction = .horizontal
  ) {
    self.id = id
    self.quad = quad
    self.text = text
    self.score = score
    self.isSettled = isSettled
    self.readings = readings
    self.missed = missed
    self.isFixed = isFixed
    self.direction = direction
  }
}
