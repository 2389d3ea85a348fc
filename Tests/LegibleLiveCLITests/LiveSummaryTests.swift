import Testing

@testable import LegibleLiveCLI

/// What is said at the end.
@Suite struct LiveSummaryTests {
  @Test func oneIsNotSaidAsMany() {
    let one = LiveSummary(LiveEnd(frames: 1, detections: 1, linesRead: 1), window: nil, isDetailed: true).text
    #expect(one.hasPrefix("legible: 1 frame read in ") && one.contains(", 1 reading of lines"))
    #expect(one.contains("  looked for lines in 1 frame\n"))
    let many = LiveSummary(LiveEnd(frames: 2, linesRead: 0), window: nil, isDetailed: false).text
    #expect(many.hasPrefix("legible: 2 frames read in ") && many.contains(", 0 readings of lines"))
  }
}
