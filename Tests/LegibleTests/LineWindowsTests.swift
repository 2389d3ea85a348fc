import Raster
import Testing

@testable import Legible

/// Into which windows long lines are cut.
@Suite struct LineWindowsTests {
  /// The widths of the windows of a line, and how many columns are put together.
  private func windows(of length: Int, isFixed: Bool = false) -> (widths: [Int], columns: Int) {
    let size = Size(width: length, height: 48)
    let input = LineInput(Image(size: size), quad: Quad(size), height: 48, fixedWidth: nil)
    var widths: [Int] = []
    let reading = LineWindows(input: input, width: 1600, isFixed: isFixed).read { _, width in
      widths.append(width)
      let values = [Float](repeating: 0.5, count: width / 8 * 2)
      return values.withUnsafeBufferPointer {
        LineReading(
          columns: CTCDecoder(allowed: nil).columns($0, count: width / 8, classes: 2), spaces: [],
          blanks: [Float](repeating: 0.5, count: width / 8), stride: 8)
      }
    }
    return (widths, reading.columns.count)
  }

  @Test func theLastWindowIsAsNarrowAsTheRestOfTheLine() {
    // Neighbours share 240 pixels.
    #expect(windows(of: 1700).widths == [1600, 392])
    #expect(windows(of: 1700).columns == (1360 + 392) / 8)
    #expect(windows(of: 2900).widths == [1600, 1600])
    #expect(windows(of: 4000).widths == [1600, 1600, 1400])
  }

  @Test func aFixedNetworkGetsWindowsOfItsWidth() {
    #expect(windows(of: 1700, isFixed: true).widths == [1600, 1600])
  }
}
