import LegibleTesting
import Synchronization
import Testing

@testable import LegibleLive

/// A frame takes no longer than it may, and memory no more.
struct BudgetTests {
  static let lines: [(text: String, x: Double, y: Double)] = [
    ("RGB", 20, 40), ("RGB", 220, 40), ("RGB", 420, 40), ("RGB", 20, 140), ("RGB", 220, 140), ("RGB", 420, 140),
  ]

  @Test func noMoreLinesAreReadInAFrameThanAllowedAndNoneWaitsForever() throws {
    var steady = try SteadyReader(FakeLines(), options: LiveOptions(linesPerFrame: 2, timePerFrame: nil))
    let picture = Drawn.picture(Self.lines)
    var read: [Int] = []
    var readings: [[Int]] = []
    for _ in 0..<12 {
      let live = try steady.update(picture, time: .zero)
      read.append(live.linesRead)
      readings.append(live.lines.map { $0.readings })
    }
    #expect(read == [2, 2, 2, 2, 2, 2, 2, 2, 2, 0, 0, 0])
    #expect(readings[2] == [1, 1, 1, 1, 1, 1], "every line has its first reading before any has its second")
    #expect(readings[8] == [3, 3, 3, 3, 3, 3])
  }

  @Test func noLineIsBegunWhenTheTimeIsUp() throws {
    // Each look at the clock finds it 6 ms later.
    let ticks = Mutex(0)
    let start = ContinuousClock.now
    var steady = try SteadyReader(FakeLines(), options: LiveOptions(timePerFrame: .milliseconds(15))) {
      start
        + .milliseconds(
          6
            * ticks.withLock {
              $0 += 1; return $0
            })
    }
    #expect(try steady.update(Drawn.picture(Self.lines), time: .zero).linesRead == 3)
  }

  @Test func aFrameOfManyThreadsIsReadInSoManyLinesAtLeast() throws {
    var steady = try SteadyReader(
      FakeLines(linesAtOnce: 4), options: LiveOptions(timePerFrame: .zero))
    #expect(try steady.update(Drawn.picture(Self.lines), time: .zero).linesRead == 4)
  }

  @Test func whileThingsMoveLinesAreLookedForEachSoManyFrames() throws {
    let source = try FakeLines()
    var steady = try SteadyReader(source, options: LiveOptions(detectionInterval: 3, timePerFrame: nil))
    for frame in 0..<30 {
      _ = try steady.update(Drawn.picture([("RGBC", 20 + Double(frame) * 10, 100)]), time: .zero)
    }
    #expect(source.asked.detections == 10)
  }

  @Test func aStillPictureIsLookedAtAgainNowAndThen() throws {
    let source = try FakeLines()
    var steady = try SteadyReader(source, options: LiveOptions(refreshInterval: 10, timePerFrame: nil))
    _ = try steady.show(Drawn.picture([("RGBC", 20, 100)]), frames: 42)
    #expect(source.asked.detections == 6)
  }

  @Test func howManyLinesAreFollowedIsBounded() {
    var tracker = LineTracker(options: LiveOptions(patience: 3, maximumLines: 50))
    var random = RandomNumbers(seed: 1)
    let image = Image(size: Size(width: 2000, height: 1000))
    for frame in 0..<40 {
      let regions = (0..<60).map { _ in
        let (x, y) = (Double.random(in: 0...1900, using: &random), Double.random(in: 0...980, using: &random))
        return TextRegion(quad: Quad(Rect(x: x, y: y, width: 80, height: 16)), score: 0.9)
      }
      tracker.find(regions, in: image, frame: frame)
      #expect(tracker.tracks.count <= 50)
    }
  }
}
