import Raster
import Testing

@testable import Legible

/// Which lines are read upside down, and which way a page's lines stand.
@Suite struct HeadVoteTests {
  /// A line that reads with some score as it stands and, where that was tried, another on its head.
  private func line(_ score: Float, turned: Float? = nil, width: Int = 160) -> LineAttempt {
    var attempt = LineAttempt(
      quad: Quad(Size(width: width, height: 48)), isTall: false, width: width, first: read(score))
    if let turned { attempt.add(second: read(turned)) }
    return attempt
  }

  private func read(_ score: Float) -> ReadLine {
    let quad = Quad(Size(width: 160, height: 48))
    let character = TextCharacter(text: "R", score: score, quad: quad)
    return ReadLine(line: TextLine(quad: quad, characters: [character]), steps: [])
  }

  @Test func onAGoodPageOnlyWhatIsVeryBadIsTurned() {
    let lines = Array(repeating: line(0.95), count: 20) + [line(0.7), line(0.5)]
    let vote = HeadVote(lines)
    #expect(lines.map(vote.asks).filter(\.self).count == 1 && vote.asks(lines[21]))
    #expect(!vote.areOnTheirHeads(lines))
  }

  @Test func onAPoorPageAllThatReadsBadlyIsTurned() {
    let lines = [line(0.95), line(0.79), line(0.7), line(0.5)]
    #expect(lines.map(HeadVote(lines).asks) == [false, true, true, true])
  }

  /// What is read upside down at once is what every vote asks for, and no more.
  @Test(arguments: [0.1, 0.5, 0.59, 0.61, 0.75, 0.9] as [Float]) func whatIsSureToBeAskedForIsWhatEveryVoteAsksFor(
    score: Float
  ) {
    let votes = [Array(repeating: line(0.95), count: 20), [line(0.5)]].map { HeadVote($0) }
    #expect(HeadVote.isSureToAsk(line(score)) == votes.allSatisfy { $0.asks(line(score)) })
  }

  @Test func mostColumnsDecide() {
    let upright = [line(0.95, width: 800), line(0.5, turned: 0.4), line(0.5, turned: 0.9)]
    #expect(!HeadVote(upright).areOnTheirHeads(upright))
    let onHead = [line(0.95), line(0.5, turned: 0.9, width: 400), line(0.6, turned: 0.95, width: 400)]
    #expect(HeadVote(onHead).areOnTheirHeads(onHead))
    // Readings that hardly differ say nothing.
    let unclear = [line(0.7, turned: 0.75), line(0.6, turned: 0.65)]
    #expect(!HeadVote(unclear).areOnTheirHeads(unclear))
  }

  @Test func thereIsNothingToDecideWithoutLines() {
    #expect(!HeadVote([]).areOnTheirHeads([]))
  }

  @Test func aHairIsNotTurned() {
    let hair = line(0.1, width: 9000)
    #expect(!HeadVote([hair]).asks(hair))
  }
}
