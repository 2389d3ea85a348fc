import Synchronization
import Testing

@testable import Legible

/// Which widths of lines are made ready, and when.
@Suite struct LineWidthsTests {
  private final class Prepared: Sendable {
    let widths = Mutex<[Int]>([])
    var all: [Int] { widths.withLock { $0 } }
  }

  private func make() -> (widths: LineWidths, prepared: Prepared) {
    let prepared = Prepared()
    return (LineWidths { width in prepared.widths.withLock { $0.append(width) } }, prepared)
  }

  /// A start is not to wait for widths that may never come.
  @Test func aFewPagesPrepareNothing() {
    let (widths, prepared) = make()
    for _ in 0..<LineWidths.manyLines * 2 { widths.meet(160) }
    #expect(prepared.all.isEmpty)
  }

  @Test func ofManyPagesEachWidthIsPreparedOnceWhenItIsMet() {
    let (widths, prepared) = make()
    widths.meet(192)
    widths.expectMany()
    for width in [160, 328, 160, 192, 328] { widths.meet(width) }
    #expect(prepared.all == [160, 328, 192])
  }

  @Test func theOthersFollowOnceThereWereManyLines() {
    let (widths, prepared) = make()
    widths.expectMany()
    for _ in 1..<LineWidths.manyLines { widths.meet(272) }
    #expect(prepared.all == [272])
    widths.meet(272)
    #expect(prepared.all.sorted() == LineWidth.all)
    for width in LineWidth.all { widths.meet(width) }
    #expect(prepared.all.count == LineWidth.all.count)
  }

  /// Lines of scenes are rare and short.
  @Test func shortOnesArePreparedWhenAskedFor() {
    let (widths, prepared) = make()
    widths.expectMany()
    widths.meet(224)
    widths.prepareAll(to: 272)
    widths.prepareAll(to: 272)
    #expect(prepared.all == [224, 272, 192, 160])
  }

  /// Those wider are another recogniser's, however many lines there are.
  @Test func widerOnesAreNotPreparedLater() {
    let (widths, prepared) = make()
    widths.prepareAll(to: 272)
    for _ in 0..<(2 * LineWidths.manyLines) { widths.meet(160) }
    #expect(prepared.all == [272, 224, 192, 160])
  }

  /// Only those that lines are brought to.
  @Test func otherWidthsAreLeftAlone() {
    let (widths, prepared) = make()
    widths.expectMany()
    widths.meet(1601)
    #expect(prepared.all.isEmpty)
  }
}
