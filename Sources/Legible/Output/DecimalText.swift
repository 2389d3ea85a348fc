/// Numbers as decimal text.
enum DecimalText {
  /// A number rounded to some places, without needless noughts: `12`, `12.5`, `-0.25`; `nan` if it is not finite.
  static func string(_ value: Double, places: Int) -> String {
    guard value.isFinite else { return "nan" }
    var factor = 1.0
    for _ in 0..<places { factor *= 10 }
    guard abs(value) < 1e15 / factor else { return "\(value)" }
    let scaled = Int64((abs(value) * factor).rounded())
    let whole = scaled / Int64(factor)
    var digits = String(scaled % Int64(factor))
    digits = String(repeating: "0", count: places - digits.count) + digits
    while digits.last == "0" { digits.removeLast() }
    let sign = value < 0 && scaled != 0 ? "-" : ""
    return digits.isEmpty ? "\(sign)\(whole)" : "\(sign)\(whole).\(digits)"
  }
}
