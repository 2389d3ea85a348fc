@testable import Legible
import LegibleTesting
import Testing

@Suite struct CTCTests {
  /// Columns from the classes that are likeliest in each.
  static func probabilities(_ classes: [Int], count: Int) -> [Float] {
    classes.flatMap { likeliest in (0..<count).map { $0 == likeliest ? Float(0.8) : 0.2 / Float(count - 1) } }
  }

  static func decode(_ classes: [Int], count: Int = 40, allowed: [Int]? = nil) -> [CTCCharacter] {
    let decoder = CTCDecoder(allowed: allowed)
    let values = probabilities(classes, count: count)
    return decoder.characters(
      values.withUnsafeBufferPointer { decoder.columns($0, count: classes.count, classes: count) })
  }

  @Test func joinsRepeatsAndDropsBlanks() {
    let read = Self.decode([0, 3, 3, 0, 3, 5, 5, 0, 39])
    #expect(read.map(\.index) == [3, 3, 5, 39])
    #expect(read.map(\.start) == [1, 4, 5, 8])
    #expect(read.map(\.end) == [3, 5, 7, 9])
    #expect(read.allSatisfy { abs($0.score - 0.8) < 1e-6 })
  }

  @Test func findsMaximaInRowsOfAnyLength() {
    for count in [2, 15, 16, 17, 31, 100] {
      for index in 1..<count { #expect(Self.decode([index], count: count).map(\.index) == [index]) }
    }
  }

  @Test func theFirstOfEqualClassesWins() {
    let decoder = CTCDecoder(allowed: nil)
    let values = [Float](repeating: 0.01, count: 100)
    let columns = values.withUnsafeBufferPointer { decoder.columns($0, count: 1, classes: 100) }
    #expect(columns.first?.index == 0)
  }

  @Test func notANumberIsNoCharacter() {
    let decoder = CTCDecoder(allowed: nil)
    let values = [Float](repeating: .nan, count: 100)
    let columns = values.withUnsafeBufferPointer { decoder.columns($0, count: 1, classes: 100) }
    #expect(decoder.characters(columns).isEmpty)
  }

  @Test func onlyAllowedClassesAreReadAndNoneIsInvented() {
    // Where 3 stands, 5 has half a per cent: that is no 5.
    #expect(Self.decode([3, 0, 5], allowed: [0, 5]).map(\.index) == [5])
  }
}

@Suite struct AlphabetTests {
  @Test(arguments: [
    (["a", "b"], 4), (["blank", "a", "b"], 4), (["a", "b", " "], 4), (["blank", "a", "b", " "], 4),
  ]) func dictionariesAreEvenedOut(lines: [String], classes: Int) throws {
    let alphabet = try Alphabet(lines: lines, classCount: classes, source: "test")
    #expect(alphabet.classes == ["", "a", "b", " "])
    #expect(alphabet.space == 3)
  }

  @Test func twoMissingLinesAreSpaces() throws {
    #expect(try Alphabet(lines: ["a"], classCount: 4, source: "test").classes == ["", "a", " ", " "])
  }

  @Test(arguments: [2, 6]) func aWrongLengthIsRefusedWithBothNumbers(classes: Int) {
    #expect { try Alphabet(lines: ["a", "b"], classCount: classes, source: "dict.txt") } throws: {
      LegibleError.Code.dictionaryMismatch ~= $0 && "\($0)".contains("2 characters")
        && "\($0)".contains("\(classes) classes")
    }
  }

  @Test func linesKeepBlanksFlagsAndEmptyEntries() {
    #expect(Alphabet.lines(of: "\u{3000}\r\n🇩🇪\r\na\r\n") == ["\u{3000}", "🇩🇪", "a"])
    #expect(Alphabet.lines(of: "a\n\nb") == ["a", "", "b"])
    #expect(Alphabet.lines(of: "\u{FEFF}a\n \n") == ["a", " "])
  }
}
