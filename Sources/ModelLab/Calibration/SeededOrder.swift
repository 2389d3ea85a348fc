/// An order that looks like chance and is the same every time: things are sorted by a number made of the seed and of their
/// names, so neither the order in which a folder lists its files nor threads have a say.
struct SeededOrder: Sendable {
  /// Chooses among the orders.
  let seed: UInt64

  /// The number of a name: FNV-1a over the seed and the name, its bits mixed as in SplitMix64 (Steele et al. 2014).
  func key(_ name: String) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    for shift in stride(from: 0, to: 64, by: 8) { add(UInt8(truncatingIfNeeded: seed >> UInt64(shift))) }
    for byte in name.utf8 { add(byte) }
    hash = (hash ^ (hash >> 30)) &* 0xbf58_476d_1ce4_e5b9
    hash = (hash ^ (hash >> 27)) &* 0x94d0_49bb_1331_11eb
    return hash ^ (hash >> 31)
  }

  /// Things in this order; of several with one name the first stays.
  func sorted<Element>(_ elements: [Element], by name: (Element) -> String) -> [Element] {
    var seen: Set<String> = []
    return elements.map { (name($0), $0) }.filter { seen.insert($0.0).inserted }
      .map { (key($0.0), $0.0, $0.1) }
      .sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
  }
}
