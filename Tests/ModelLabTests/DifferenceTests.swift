import Legible
@testable import ModelLab
import Testing

/// What changed in a line, and which boxes are the same.
@Suite struct DifferenceTests {
  static func difference(_ a: String, _ b: String) -> TextDifference {
    TextDifference(a.map(String.init), b.map(String.init))
  }

  @Test(arguments: [
    ("", "", 0), ("abc", "abc", 0), ("abc", "", 3), ("", "abc", 3), ("kitten", "sitting", 3), ("abc", "axc", 1),
    ("Total 12,50", "Total 12.50", 1), ("ab", "ba", 2),
  ]) func editsAreCounted(_ a: String, _ b: String, _ edits: Int) {
    #expect(Self.difference(a, b).edits == edits)
    let parts = Self.difference(a, b).parts
    #expect(parts.map(\.original).joined() == a && parts.map(\.other).joined() == b, "nothing is lost")
  }

  @Test func changedStretchesAreMarked() {
    let parts = Self.difference("Total 12,50 EUR", "Total 72.50 EUR!").parts
    #expect(
      parts.map { "\($0.original)|\($0.other)" } == ["Total |Total ", "1|7", "2|2", ",|.", "50 EUR|50 EUR", "|!"])
  }

  @Test func aClassOfSeveralScalarsIsOneCharacter() {
    #expect(TextDifference(["ﬁ", "🇩🇪"], ["fi", "🇩🇪"]).edits == 1)
  }

  static func box(_ x: Double, _ y: Double, _ width: Double = 100, _ height: Double = 20) -> Quad {
    Quad(Rect(x: x, y: y, width: width, height: height))
  }

  @Test func boxesArePairedByOverlap() {
    let matching = BoxMatching(
      [Self.box(0, 0), Self.box(0, 40), Self.box(0, 80)],
      [Self.box(10, 41), Self.box(4, 1), Self.box(300, 80), Self.box(0, 2)])
    // Two lie on the first: the nearer one is it, and the other was found anew.
    #expect(matching.partners == [1, 0, nil])
    #expect(matching.isMatched == [true, true, false, false])
  }

  @Test func halfABoxIsAnother() {
    #expect(BoxMatching([Self.box(0, 0)], [Self.box(0, 0, 49, 20)]).partners == [nil])
    #expect(BoxMatching([Self.box(0, 0)], [Self.box(0, 0, 50, 20)]).partners == [0])
    #expect(BoxMatching([], [Self.box(0, 0)]).isMatched == [false])
  }

  @Test func mapsOverlapAboveTheThreshold() {
    var overlap = MapOverlap()
    overlap.add([0.9, 0.9, 0.1, 0.3], [0.9, 0.2, 0.4, 0.3], threshold: 0.3)
    #expect(overlap.common == 1 && overlap.either == 3)
    #expect(overlap.ratio == 0.333333)
    #expect(MapOverlap().ratio == 1, "neither sees text")
  }
}
