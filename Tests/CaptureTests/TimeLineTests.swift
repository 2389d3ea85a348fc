import Testing

@testable import Capture

struct TimeLineTests {
  private func times(_ stamps: [Double?], rate: Double? = 10) -> [Double] {
    var line = TimeLine(frameRate: rate)
    return stamps.map { (line.time(of: $0).inSeconds * 1000).rounded() / 1000 }
  }

  @Test func timesCountFromTheFirstFrame() {
    #expect(times([7, 7.1, 7.25]) == [0, 0.1, 0.25])
  }

  @Test func missingStampsAreFilledByTheRate() {
    #expect(times([nil, nil, nil]) == [0, 0.1, 0.2])
    #expect(times([5, nil, 5.3]) == [0, 0.1, 0.3])
    #expect(times([nil, nil], rate: nil) == [0, 0.04])
  }

  /// A camera whose clock is set, or a stream that begins anew: time never goes back, and never leaps.
  @Test func jumpsAreEvenedOut() {
    #expect(times([100, 100.1, 3, 3.1, 3.2]) == [0, 0.1, 0.2, 0.3, 0.4])
    #expect(times([0, 0.1, 1_000_000, 1_000_000.1]) == [0, 0.1, 0.2, 0.3])
    #expect(times([0, 0.1, 0.1]) == [0, 0.1, 0.1])
  }
}
