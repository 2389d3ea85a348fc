internal import Evaluation
internal import FoundationEssentials

/// What came of a set.
struct SetSummary: Encodable {
  var score: Score
  /// Pictures that could not be read; nil where nothing was read now.
  var failed: Int?
  /// The most memory the command had so far, in MiB; nil where nothing was read now.
  var peakMemory: Int?

  private enum CodingKeys: String, CodingKey {
    case failed
    case peakMemory = "peak_mib"
  }

  func encode(to encoder: any Encoder) throws {
    try score.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encodeIfPresent(failed, forKey: .failed)
    try container.encodeIfPresent(peakMemory, forKey: .peakMemory)
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
    if let peakMemory { lines.append("peak_mib: \(peakMemory)") }
    return lines.joined(separator: "\n") + "\n"
  }
}
