extension String {
  /// Whether people expect this name before the other: numbers by their value (`page 2` before `page 10`), letters
  /// whatever their case; equal ones by their code.
  func comesBefore(_ other: String) -> Bool {
    var (a, b) = (lowercased()[...], other.lowercased()[...])
    while let x = a.first, let y = b.first {
      if x.isDecimalDigit, y.isDecimalDigit {
        let (m, n) = (a.takeNumber(), b.takeNumber())
        if m.count != n.count { return m.count < n.count }
        if m != n { return m < n }
      } else {
        if x != y { return x < y }
        a.removeFirst()
        b.removeFirst()
      }
    }
    if a.isEmpty != b.isEmpty { return a.isEmpty }
    return self < other
  }
}

extension Character {
  fileprivate var isDecimalDigit: Bool { ("0"..."9").contains(self) }
}

extension Substring {
  /// Takes the digits at the front and gives them without leading zeros.
  fileprivate mutating func takeNumber() -> Substring {
    let digits = prefix(while: \.isDecimalDigit)
    removeFirst(digits.count)
    return digits.drop { $0 == "0" }
  }
}
