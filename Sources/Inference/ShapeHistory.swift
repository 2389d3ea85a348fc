/// Which shapes a network was asked for lately, and so whether they are worth a network each.
struct ShapeHistory {
  /// Requests that are remembered.
  private static let length = 64
  /// How often a shape came of these when it is expected to come again.
  ///
  /// A network for one shape takes about 100 ms to load, and saves 3 to 8 ms a run: some 24 runs. What came so often is
  /// expected to come as often again: a camera's frames, the pages of a scanner, a first and a second look at photographs
  /// of one size.
  private let often: Int
  /// A shape that comes more rarely is not worth the memory.
  private static let rarely = 8

  private var recent: [[Int]] = []

  init(often: Int = 24) { self.often = often }

  /// Notes a request, and says whether its shape came often.
  mutating func expectsMore(of shape: [Int]) -> Bool {
    recent.append(shape)
    if recent.count > Self.length { recent.removeFirst() }
    return count(shape) >= often
  }

  /// Whether a shape came so rarely of late that its network can go.
  func hasPassed(_ shape: [Int]) -> Bool { count(shape) < Self.rarely }

  /// Which part of the requests that are remembered a shape has, 0…1.
  func share(of shape: [Int]) -> Double { recent.isEmpty ? 0 : Double(count(shape)) / Double(recent.count) }

  private func count(_ shape: [Int]) -> Int { recent.count { $0 == shape } }
}
