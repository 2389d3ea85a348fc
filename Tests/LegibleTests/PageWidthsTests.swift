import LegibleTesting
import Testing

@testable import Legible

/// Lines of a page come in few widths.
@Suite struct PageWidthsTests {
  /// What the engine has to do, in columns.
  private func cost(_ widths: [Int]) -> Int { widths.reduce(0, +) + PageWidths.change * Set(widths).count }

  @Test func fewLinesOfAWidthAreFilledUp() {
    #expect(PageWidths.joined([160, 192]) == [192, 192])
    // Twenty short words cost more as wide as one line than one change does.
    let words = [Int](repeating: 160, count: 20)
    #expect(PageWidths.joined(words + [192]) == words + [192])
    #expect(PageWidths.joined([160, 976]) == [160, 976])
    #expect(PageWidths.joined([]) == [] && PageWidths.joined([392]) == [392])
  }

  @Test func linesThatAreReadInWindowsStay() {
    #expect(PageWidths.joined([1900, 1600, 25_000]) == [1900, 1600, 25_000])
    #expect(PageWidths.joined([2000, 160, 192]) == [2000, 192, 192])
  }

  /// No other choice among the lines' own widths costs less; none is less than a line's own.
  @Test func itIsTheCheapestChoice() {
    var numbers = RandomNumbers(seed: 11)
    for _ in 0..<300 {
      let count = Int(numbers.next() % 12) + 1
      let own = (0..<count).map { _ in LineWidth.all[Int(numbers.next() % 6)] }
      let joined = PageWidths.joined(own)
      #expect(zip(own, joined).allSatisfy { $0 <= $1 })
      let kinds = Set(own).sorted()
      // All sets of widths that have the widest.
      let costs = (0..<(1 << (kinds.count - 1))).map { bits in
        let used = kinds.indices.filter { $0 == kinds.count - 1 || bits >> $0 & 1 == 1 }.map { kinds[$0] }
        return cost(own.map { width in used.first { $0 >= width }! })
      }
      #expect(cost(joined) == costs.min())
    }
  }
}
