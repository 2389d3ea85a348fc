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

  /// A network without its softmax gives what the one with it gives.
  @Test func logitsAreReadAsTheirProbabilities() {
    let (count, classes, space) = (7, 40, 39)
    let logits = (0..<count * classes).map { Float($0 * 37 % 101) / 5 - 12 }
    let probabilities = logits.withUnsafeBufferPointer { RowProbabilities.restored($0, classes: classes) }
    let expected = probabilities.withUnsafeBufferPointer {
      CTCDecoder(allowed: nil).columns($0, count: count, classes: classes)
    }
    let reading = logits.withUnsafeBufferPointer {
      LineReading(logits: $0, classes: classes, space: space, stride: 8)
    }
    #expect(reading.columns.map(\.index) == expected.map(\.index) && Set(reading.columns.map(\.index)).count > 1)
    func isAlike(_ a: [Float], _ b: [Float]) -> Bool {
      a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= 2e-6 * max($0, 1e-3) }
    }
    #expect(isAlike(reading.columns.map(\.probability), expected.map(\.probability)))
    #expect(isAlike(reading.blanks, (0..<count).map { probabilities[$0 * classes] }))
    #expect(isAlike(reading.spaces, (0..<count).map { probabilities[$0 * classes + space] }))

    for allowed in [[0, 3, 5, 38], [0, 12, 20, 33], [7]] {
      let expected = probabilities.withUnsafeBufferPointer {
        CTCDecoder(allowed: allowed).columns($0, count: count, classes: classes)
      }
      let found = logits.withUnsafeBufferPointer {
        LineReading(logits: $0, classes: classes, space: space, allowed: allowed, stride: 8).columns
      }
      #expect(found.map(\.index) == expected.map(\.index))
      #expect(isAlike(found.map(\.probability), expected.map(\.probability)))
    }

    let broken = [Float](repeating: .nan, count: classes).withUnsafeBufferPointer {
      LineReading(logits: $0, classes: classes, space: nil, stride: 8)
    }
    #expect(broken.columns.map(\.index) == [0] && broken.blanks == [0] && broken.spaces.isEmpty)
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
