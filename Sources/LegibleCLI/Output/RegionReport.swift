internal import FoundationEssentials
internal import Legible

/// What `--detect-only` writes: places without text.
struct RegionReport: Encodable {
  var source: String
  var size: Size
  var regions: [TextRegion]

  /// The names of the columns in TSV.
  static let tableHeader = "source\tregion\tscore\tx1\ty1\tx2\ty2\tx3\ty3\tx4\ty4\n"

  /// The report in a form, its last line feed included. Text is the corners as `--corners` takes them, a blank, and the
  /// score.
  func formatted(_ format: OutputFormat) -> String {
    switch format {
    case .text:
      regions.map { "\($0.numbers.joined(separator: ",")) \($0.shortScore)\n" }.joined()
    case .tsv:
      regions.enumerated().map { index, region in
        ([source.withoutControlCharacters, "\(index + 1)", region.shortScore] + region.numbers)
          .joined(separator: "\t") + "\n"
      }.joined()
    case .json: json([.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
    case .jsonl: json([.sortedKeys, .withoutEscapingSlashes])
    }
  }

  private func json(_ formatting: JSONEncoder.OutputFormatting) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = formatting
    guard let data = try? encoder.encode(self) else { preconditionFailure("Places and scores are finite numbers.") }
    return String(decoding: data, as: UTF8.self) + "\n"
  }
}

extension TextRegion {
  /// The corners' coordinates, to a tenth of a pixel.
  fileprivate var numbers: [String] { quad.coordinates.map { $0.formatted(places: 1) } }
  fileprivate var shortScore: String { Double(score).formatted(places: 3) }
}

extension Double {
  /// The number with so many decimals at most, and no zeros at its end.
  func formatted(places: Int) -> String {
    let factor = (0..<places).reduce(1.0) { result, _ in result * 10 }
    let value = (self * factor).rounded() / factor
    return value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
  }
}
