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
    let reading = LineWindows(input: input, fixedWidth: isFixed ? 1600 : nil).read { _, width in
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

  @Test func theWindowsOfALineAreEquallyNarrow() {
    // Neighbours share 240 pixels at the least.
    #expect(windows(of: 1700).widths == [976, 976])
    #expect(windows(of: 2900).widths == [1600, 1600])
    #expect(windows(of: 4000).widths == [1600, 1600, 1600])
    #expect(windows(of: 5200).widths == [1600, 1600, 1600, 1600])
  }

  @Test(arguments: [1601, 1700, 2320, 2961, 4007, 9000]) func theyEndWhereTheLineDoes(length: Int) {
    // At most one column short, which holds no character.
    #expect((0...1).contains(length / 8 - windows(of: length).columns))
    #expect((0...1).contains(length / 8 - windows(of: length, isFixed: true).columns))
  }

  @Test func aFixedNetworkGetsWindowsOfItsWidth() {
    #expect(windows(of: 1700, isFixed: true).widths == [1600, 1600])
  }
}
