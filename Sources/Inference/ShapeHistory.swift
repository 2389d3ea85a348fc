/// Which shapes a network was asked for lately, and so whether they are worth a network each.
struct ShapeHistory {
  /// Requests that are remembered.
  private static let length = 8
  /// As long as no more shapes than these were asked for, each of them is expected to come again: a camera's frames, the
  /// pages of a scanner, a first and a second look at photographs of one size.
  private static let few = 3
  /// A picture is looked at so often at the most.
  private static let looks = 2

  private var recent: [[Int]] = []

  /// Notes a request, and says whether the shapes are so few that they will come again. The first two, which may be
  /// the looks at a single picture, tell nothing: a program that reads one is done 40 to 80 ms earlier without a network
  /// for them.
  mutating func expectsMore(of shape: [Int]) -> Bool {
    recent.append(shape)
    if recent.count > Self.length { recent.removeFirst() }
    return recent.count > Self.looks && Set(recent).count <= Self.few
  }
}
