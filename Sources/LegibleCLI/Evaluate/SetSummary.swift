internal import Evaluation
internal import FoundationEssentials

/// What came of a set.
struct SetSummary: Encodable {
  var score: Score
  /// Pictures that could not be read; nil where nothing was read now.
  var failed: Int?
  /// The most memory the command had so far, in MiB; nil where nothing was read now.
  var peakMemory: Int?
  /// Pictures read a second, several at once; nil where they were read one after the other.
  var picturesPerSecond: Double?

  private enum CodingKeys: String, CodingKey {
    case failed
    case peakMemory = "peak_mib"
    case picturesPerSecond = "pictures_per_second"
  }

  func encode(to encoder: any Encoder) throws {
    try score.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encodeIfPresent(failed, forKey: .failed)
    try container.encodeIfPresent(peakMemory, forKey: .peakMemory)
    try container.encodeIfPresent(picturesPerSecond, forKey: .picturesPerSecond)
  }

  /// A line of JSON.
  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
  }

  /// A figure a line.
  var table: String {
    var lines = [score.description]
    if let failed { lines.append("failed: \(failed)") }
    if let picturesPerSecond { lines.append("pictures_per_second: \(picturesPerSecond)") }
    if let peakMemory { lines.append("peak_mib: \(peakMemory)") }
    return lines.joined(separator: "\n") + "\n"
  }
}
