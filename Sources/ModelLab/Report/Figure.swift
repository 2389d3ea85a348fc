/// Numbers as reports show them, the same in every language of the system.
enum Figure {
  /// A number with a fixed number of places, 1…6.
  static func fixed(_ value: Double, _ places: Int) -> String {
    guard value.isFinite, abs(value) < 1e12 else { return "\(value)" }
    var factor = 1
    for _ in 0..<places { factor *= 10 }
    let scaled = Int((abs(value) * Double(factor)).rounded())
    let fraction = String(scaled % factor)
    let sign = value < 0 && scaled != 0 ? "-" : ""
    return "\(sign)\(scaled / factor).\(String(repeating: "0", count: places - fraction.count))\(fraction)"
  }

  /// A share 0…1 in percent with two places.
  static func percent(_ share: Double) -> String { "\(fixed(share * 100, 2)) %" }
}
