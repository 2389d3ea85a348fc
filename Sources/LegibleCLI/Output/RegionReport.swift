internal import FoundationEssentials
internal import Legible

/// What `--detect-only` writes as JSON.
struct RegionReport: Encodable {
  var source: String
  var size: Size
  var regions: [TextRegion]
}

extension TextRegion {
  /// `x1,y1,x2,y2,x3,y3,x4,y4` as `--corners` takes it, and the score.
  func row(separator: String) -> String {
    let corners = quad.coordinates.map { $0.formatted(places: 1) }.joined(separator: ",")
    return corners + separator + Double(score).formatted(places: 3)
  }
}

extension Double {
  /// The number with so many decimals at most, and no zeros at its end.
  func formatted(places: Int) -> String {
    let factor = (0..<places).reduce(1.0) { result, _ in result * 10 }
    let value = (self * factor).rounded() / factor
    return value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
  }
}
