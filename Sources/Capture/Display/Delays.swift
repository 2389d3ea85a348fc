/// A distribution of delays, however many there are: counted by milliseconds up to ten seconds.
public struct Delays: Hashable, Sendable {
  /// How many there are.
  public private(set) var count = 0
  private var counts: [Int] = []
  private static let longest = 10_000

  /// None yet.
  public init() {}

  /// Adds one; negative ones count as 0, longer ones as ten seconds.
  public mutating func add(_ delay: Duration) {
    let milliseconds = max(0, min(Self.longest, Int((delay.inSeconds * 1000).rounded())))
    if counts.count <= milliseconds {
      counts.append(contentsOf: repeatElement(0, count: milliseconds + 1 - counts.count))
    }
    counts[milliseconds] += 1
    count += 1
  }

  /// The delay that so large a part does not exceed, to a millisecond; nil where there are none.
  ///
  /// - Parameter part: 0.5 for the median; 0…1.
  public func quantile(_ part: Double) -> Duration? {
    guard count > 0 else { return nil }
    let rank = max(1, Int((Double(count) * max(0, min(1, part))).rounded(.up)))
    var sum = 0
    for (milliseconds, number) in counts.enumerated() {
      sum += number
      if sum >= rank { return .milliseconds(milliseconds) }
    }
    return nil
  }
}
