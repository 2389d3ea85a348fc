public import Legible

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// What is known of the text of one frame.
public struct LiveFrame: Hashable, Sendable {
  /// 0 for the first frame that was given, then one more for each.
  public var frame: Int
  /// When it is to be seen, as it was given.
  public var time: Duration
  /// The picture's size.
  public var size: Size
  /// The lines in the order of their identities; those that nothing was read from are left out.
  public var lines: [TrackedLine]
  /// What happened in this frame.
  public var events: [LiveEvent]
  /// Whether lines were looked for in this frame.
  public var isDetected: Bool
  /// How many lines were read in this frame.
  public var linesRead: Int

  /// A frame of these parts.
  public init(
    frame: Int, time: Duration, size: Size, lines: [TrackedLine] = [], events: [LiveEvent] = [],
    isDetected: Bool = false, linesRead: Int = 0
  ) {
    self.frame = frame
    self.time = time
    self.size = size
    self.lines = lines
    self.events = events
    self.isDetected = isDetected
    self.linesRead = linesRead
  }

  /// The frame as one line of JSON without a line break, its fields in alphabetical order.
  public var jsonLine: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Such numbers are nowhere made, but a frame may be put together by hand.
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    do {
      return String(decoding: try encoder.encode(self), as: UTF8.self)
    } catch {
      preconditionFailure("A frame holds strings and numbers, which can be encoded: \(error)")
    }
  }
}

/// The time is written in seconds, to the microsecond.
extension LiveFrame: Codable {
  private enum CodingKeys: CodingKey { case frame, time, size, lines, events, isDetected, linesRead }

  /// Reads what `encode(to:)` wrote.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let seconds = try container.decode(Double.self, forKey: .time)
    guard abs(seconds) < 1e12 else {
      throw DecodingError.dataCorruptedError(
        forKey: .time, in: container, debugDescription: "\(seconds) is no time in seconds")
    }
    self.init(
      frame: try container.decode(Int.self, forKey: .frame),
      time: .microseconds(Int64((seconds * 1e6).rounded())),
      size: try container.decode(Size.self, forKey: .size),
      lines: try container.decode([TrackedLine].self, forKey: .lines),
      events: try container.decode([LiveEvent].self, forKey: .events),
      isDetected: try container.decode(Bool.self, forKey: .isDetected),
      linesRead: try container.decode(Int.self, forKey: .linesRead))
  }

  /// Writes an object with a field for each property.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    let (seconds, attoseconds) = time.components
    try container.encode(frame, forKey: .frame)
    try container.encode(
      Double(seconds) + (Double(attoseconds) / 1e12).rounded() / 1e6, forKey: .time)
    try container.encode(size, forKey: .size)
    try container.encode(lines, forKey: .lines)
    try container.encode(events, forKey: .events)
    try container.encode(isDetected, forKey: .isDetected)
    try container.encode(linesRead, forKey: .linesRead)
  }
}
