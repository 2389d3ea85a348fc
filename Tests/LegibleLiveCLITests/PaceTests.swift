import Testing

@testable import LegibleLiveCLI

@Suite struct PaceTests {
  @Test func framesAreDueAtTheirOwnTimesAndLateOnesAtOnce() {
    var pace = Pace()
    let start = ContinuousClock.now
    func due(_ time: Int, at now: Int) -> Duration {
      start.duration(to: pace.due(.milliseconds(time), now: start.advanced(by: .milliseconds(now))))
    }
    #expect(due(1000, at: 5) == .milliseconds(5))
    #expect(due(1040, at: 10) == .milliseconds(45))
    #expect(due(1080, at: 500) == .milliseconds(500))
    // The next one keeps its distance: nothing is played faster than it was filmed.
    #expect(due(1120, at: 510) == .milliseconds(540))
  }
}
