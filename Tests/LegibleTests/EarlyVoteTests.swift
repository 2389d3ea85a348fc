import LegibleTesting
import Raster
import Testing

@testable import Legible

/// What is read upside down before all lines of a page are read is what their vote asks for, neither more nor, in the end, less.
@Suite struct EarlyVoteTests {
  private static func line(_ score: Float, isTall: Bool, width: Int) -> LineAttempt {
    let size = isTall ? Size(width: 40, height: 90) : Size(width: width, height: 48)
    let character = TextCharacter(text: "R", score: score, quad: Quad(size))
    let read = ReadLine(line: TextLine(quad: Quad(size), characters: [character]), steps: [])
    return LineAttempt(quad: Quad(size), isTall: isTall, width: width, first: read)
  }

  /// Pages that read well, badly and in between, on which both kinds of lines are of one mind or not.
  @Test(arguments: [0.02, 0.1, 0.15, 0.5, 1], [0.0, 0.3, 1])
  func itAgreesWithTheVote(poor: Double, tall: Double) {
    var random = RandomNumbers(seed: Int(poor * 100 + tall * 7))
    for _ in 0..<50 {
      let lines = (0..<Int.random(in: 1...30, using: &random)).map { _ in
        let isPoor = Double.random(in: 0..<1, using: &random) < poor
        return Self.line(
          Float.random(in: isPoor ? 0.4..<0.8 : 0.8..<1, using: &random),
          isTall: Double.random(in: 0..<1, using: &random) < tall,
          width: [160, 392, 9000].randomElement(using: &random)!)
      }
      let vote = EarlyVote(lines.map { ($0.width, $0.isTall) })
      var asked: [Int] = []
      for index in lines.indices.shuffled(using: &random) {
        if vote.asks(lines[index], index: index) { asked.append(index) }
        // A thread that has nothing else to do.
        if Bool.random(using: &random), let known = vote.next() { asked.append(known.index) }
      }
      while let known = vote.next() { asked.append(known.index) }
      let expected = [false, true].flatMap { isTall in
        let group = lines.indices.filter { lines[$0].isTall == isTall }
        return group.filter { HeadVote(group.map { lines[$0] }).asks(lines[$0]) }
      }
      #expect(asked.sorted() == expected.sorted(), "each once")
    }
  }

  @Test func onePoorLineOfManyWaits() {
    let vote = EarlyVote(Array(repeating: (160, false), count: 20))
    #expect(!vote.asks(Self.line(0.7, isTall: false, width: 160), index: 0) && vote.next() == nil)
    #expect(!vote.asks(Self.line(0.7, isTall: false, width: 160), index: 1))
    // An eighth of the page reads badly: now it is sure, for the other two as well.
    #expect(vote.asks(Self.line(0.7, isTall: false, width: 160), index: 2))
    #expect([vote.next()?.index, vote.next()?.index] == [1, 0] && vote.next() == nil)
  }
}
