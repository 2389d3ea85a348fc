@testable import Legible
import LegibleTesting
import Testing

@Suite struct BlankFinderTests {
  /// Reads a text whose characters stand three columns apart, with a probability of the space in each of the two
  /// columns between them: the best path sees none of it.
  static func read(_ text: String, spaces: [Float]) throws -> String {
    let characters = text.map(String.init)
    let classes = Array(Set(characters.filter { $0 != " " })).sorted()
    let alphabet = try Alphabet(lines: classes, classCount: classes.count + 2, source: "test")
    var columns: [CTCDecoder.Column] = []
    var space: [Float] = []
    for (i, character) in characters.enumerated() {
      let index = try #require(alphabet.classes.firstIndex(of: character))
      let between = i < spaces.count ? spaces[i] : 0
      columns += [
        .init(index: index, probability: 0.9), .init(index: 0, probability: 0.5), .init(index: 0, probability: 0.5),
      ]
      space += [0.01, between, between]
    }
    let reading = LineReading(columns: columns, spaces: space, blanks: columns.map { _ in 0.5 }, stride: 8)
    return BlankFinder(alphabet: alphabet, reading: reading).recovering(CTCDecoder(allowed: nil).characters(columns))
      .map { alphabet.classes[$0.index] }.joined()
  }

  /// The same probability in every gap.
  static func read(_ text: String, spaces: Float) throws -> String {
    try read(text, spaces: [Float](repeating: spaces, count: text.count))
  }

  @Test func aBlankThatNeverWinsAColumnIsFound() throws {
    #expect(try Self.read("theQuick", spaces: [0, 0, 0.3, 0, 0, 0, 0, 0]) == "the Quick")
    #expect(try Self.read("theQuick", spaces: [0, 0, 0.08, 0, 0, 0, 0, 0]) == "theQuick")
  }

  @Test(arguments: ["12,345.67", "12:30", "2.5.1", "中文字符", "日本語の文", "a_b", "....", "(a)", "x.y"])
  func nothingIsTornApartByAWeakSign(text: String) throws {
    // Odds of 0.23: enough beside punctuation, not inside of these.
    let read = try Self.read(text, spaces: 0.1)
    #expect(read == text, "\(read)")
  }

  @Test func aStrongSignPartsEvenThere() throws {
    #expect(try Self.read("中文", spaces: [0.45, 0]) == "中 文")
  }

  @Test(arguments: ["www.example", "a@b.example", "http://x", "C:\\dir", "shop.com", "/usr/bin"])
  func addressesStayWhole(text: String) throws {
    #expect(try Self.read(text, spaces: 0.2) == text)
  }

  @Test(arguments: ["e.g", "No.5", "end.Then"]) func abbreviationsAreNoAddresses(text: String) {
    #expect(!BlankFinder.isAddress(text))
  }

  @Test func aRecoveredBlankSaysHowSureItIsAndWhereItLies() throws {
    let alphabet = try Alphabet(lines: ["a", "b"], classCount: 4, source: "test")
    let columns: [CTCDecoder.Column] = [1, 0, 0, 0, 2].map { .init(index: $0, probability: 0.9) }
    let reading = LineReading(
      columns: columns, spaces: [0, 0.3, 0.4, 0.3, 0], blanks: [0, 0.5, 0.5, 0.5, 0], stride: 8)
    let read = BlankFinder(alphabet: alphabet, reading: reading)
      .recovering(CTCDecoder(allowed: nil).characters(columns))
    #expect(read.map(\.index) == [1, 3, 2])
    #expect(read[1].start == 1 && read[1].end == 4)
    #expect(read[1].score > 0.5 && read[1].score < 1)
  }
}
