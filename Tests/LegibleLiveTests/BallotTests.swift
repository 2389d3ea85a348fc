import Testing

@testable import LegibleLive

/// Readings of one line vote character by character.
struct BallotTests {
  static func ballot(_ readings: [String], score: Float = 0.9) -> Ballot {
    var ballot = Ballot()
    for reading in readings { ballot.add(reading.map { (String($0), score) }) }
    return ballot
  }

  @Test(arguments: [
    // Each reading has another mistake; none of them is right.
    (["Rlver Road", "River Rood", "Riven Road"], "River Road"),
    // Characters lost and found, at the ends too.
    (["iver Road", "River oad", "River Roa", "Rivver Road"], "River Road"),
    (["12:30", "12.30", "12:30"], "12:30"),
    (["RiverRoad", "River Road", "River Road"], "River Road"),
    (["", "River", "River"], "River"),
    (["receipt"], "receipt"),
    ([], ""),
  ])
  func theMajorityWinsInEachPlace(readings: [String], expected: String) {
    #expect(Self.ballot(readings).text == expected)
  }

  @Test func aSureReadingOutweighsTwoDoubtfulOnes() {
    var ballot = Ballot()
    ballot.add([("8", 0.99)])
    ballot.add([("3", 0.4)])
    ballot.add([("3", 0.4)])
    #expect(ballot.text == "8")
  }

  @Test func asManyReadingsMustAgreeAsAskedFor() {
    #expect(!Self.ballot(["abc", "abc"]).isAgreed(3))
    #expect(Self.ballot(["abc", "abc", "abc"]).isAgreed(3))
    #expect(Self.ballot(["abc"]).isAgreed(1))
  }

  @Test func whereReadingsDisagreedTheWinnerMustBeFartherAhead() {
    var readings = ["abc", "abd", "abc", "abc", "abc", "abc", "abc"]
    #expect(!Self.ballot(readings).isAgreed(3))
    readings.append("abc")
    #expect(Self.ballot(readings).isAgreed(3))
  }

  @Test func fadedVotesLoseAgainstAFewNewOnes() {
    var ballot = Self.ballot([String](repeating: "07", count: 50))
    ballot.fade(by: 0.5)
    for _ in 0..<3 { ballot.add([("0", 0.9), ("8", 0.9)]) }
    #expect(ballot.text == "08")
  }

  @Test func theScoreFallsWithDisagreement() {
    let (sure, unsure) = (Self.ballot(["ab", "ab"]), Self.ballot(["ab", "ac"]))
    #expect(abs(sure.score - 0.9) < 0.001)
    #expect(abs(unsure.score - 0.675) < 0.001)
  }

  @Test func readingsThatAreAllDifferentDoNotPileUp() {
    var ballot = Ballot()
    for i in 0..<500 {
      ballot.add(String(repeating: Character(Unicode.Scalar(UInt8(33 + i % 90))), count: 3).map { (String($0), 0.5) })
    }
    #expect(ballot.text.count <= 40)
  }
}
