import Foundation
import Synchronization
import Testing

@testable import Capture

/// Displays that write, and the one that works in the background.
@Suite struct DisplayTests {
  /// A display whose drawing takes as long as the test wants.
  final class SlowDisplay: Display {
    let gate = Monitor(0)
    let seen = Mutex<[Int]>([])
    let finishes = Mutex(0)
    func show(_ view: DisplayView) throws {
      gate.wait { $0 > 0 ? { $0 -= 1 }(&$0) : nil }
      if view.frame.index == 99 { throw LegibleError(.unwritableFile, "the disk is full") }
      seen.withLock { $0.append(view.frame.index) }
    }
    func finish() { finishes.withLock { $0 += 1 } }
    var report: DisplayReport {
      var report = DisplayReport()
      report.shown = seen.withLock { $0.count }
      return report
    }
    func allow(_ count: Int) { gate.change { $0 += count } }
  }

  private func frame(_ index: Int, _ size: Size = Size(width: 64, height: 48)) -> Frame {
    Frame(image: Image(size: size, filled: .white), time: .milliseconds(100 * index), index: index)
  }

  @Test func aSlowDisplayHoldsNoLoopUp() throws {
    let slow = SlowDisplay()
    let display = BackgroundDisplay(slow, every: false)
    for index in 0..<50 { try display.show(frame(index)) }
    slow.allow(50)
    try display.finish()
    let seen = slow.seen.withLock { $0 }
    #expect(seen.last == 49 && seen.count <= 2)
    #expect(display.report.shown + display.report.skipped == 50)
    #expect(slow.finishes.withLock { $0 } == 1)
  }

  @Test func orWritesEveryFrame() throws {
    let slow = SlowDisplay()
    slow.allow(100)
    let display = BackgroundDisplay(slow, every: true)
    for index in 0..<50 { try display.show(frame(index)) }
    try display.finish()
    try display.finish()
    #expect(slow.seen.withLock { $0 } == Array(0..<50))
    #expect(display.report.skipped == 0)
  }

  @Test func whatGoesWrongInTheBackgroundIsToldOnce() throws {
    let slow = SlowDisplay()
    slow.allow(100)
    let display = BackgroundDisplay(slow, every: true)
    try display.show(frame(99))
    #expect(failure { try display.finish() } == .unwritableFile)
    try display.finish()
    try display.show(frame(1))
    #expect(slow.finishes.withLock { $0 } == 1)
  }

  @Test func videosHoldTheDrawing() throws {
    let scratch = try Scratch()
    let display = try VideoDisplay(path: scratch.path("seen.mp4"), rate: 10)
    let quad = Quad(Rect(x: 10, y: 10, width: 40, height: 20))
    for index in 3..<8 { try display.show(frame(index), labels: [Label(quad: quad, text: "", color: .black)]) }
    // Another size is fitted in.
    try display.show(frame(8, Size(width: 20, height: 48)))
    try display.finish()
    let frames = try Camera(scratch.path("seen.mp4")).all()
    #expect(frames.count == 6 && display.report.shown == 6)
    #expect(frames[0].time == .zero)
    #expect(frames[0].image[10, 20].green < 100 && frames[0].image[30, 20].green > 200)
    #expect(frames[5].image.size == Size(width: 64, height: 48))
    #expect(frames[5].image[5, 24].green < 60 && frames[5].image[32, 24].green > 200)
  }

  @Test func aVideoWithoutFramesIsNone() throws {
    let scratch = try Scratch()
    try VideoDisplay(path: scratch.path("none.mp4"), rate: 10).finish()
    #expect(!FileManager.default.fileExists(atPath: scratch.path("none.mp4")))
    #expect(failure { _ = try VideoDisplay(path: "a.txt", rate: 10) } == .invalidArgument)
  }

  @Test func jsonLinesAreALineAFrame() throws {
    let scratch = try Scratch()
    let display = try JSONLinesDisplay(path: scratch.path("a.jsonl"))
    let quad = Quad(Rect(x: 1, y: 2, width: 3, height: 4))
    try display.show(frame(3), labels: [Label(quad: quad, text: "a\"\n", id: 7)])
    try display.show(DisplayView(frame: frame(4), record: "{\"own\":1}"))
    try display.finish()
    try display.show(frame(5))
    let text = try String(contentsOfFile: scratch.path("a.jsonl"), encoding: .utf8)
    #expect(
      text == """
        {"frame":3,"lines":[{"id":7,"quad":[[1,2],[4,2],[4,6],[1,6]],"text":"a\\"\\n"}],"size":[64,48],"time":0.3}
        {"own":1}

        """)
    #expect(failure { _ = try JSONLinesDisplay(path: scratch.path("no/a.jsonl")) } == .unwritableFile)
  }

  @Test func delaysAreCounted() {
    var delays = Delays()
    #expect(delays.quantile(0.5) == nil)
    for milliseconds in 1...100 { delays.add(.milliseconds(milliseconds)) }
    delays.add(.seconds(1_000_000))
    delays.add(.seconds(-1))
    #expect(delays.count == 102 && delays.quantile(0.5) == .milliseconds(50))
    #expect(delays.quantile(0) == .zero && delays.quantile(1) == .seconds(10))
  }

  @Test(arguments: [(640, 480, 640, 480), (320, 240, 640, 480), (1920, 1080, 640, 480), (10, 4000, 640, 480)])
  func lettersBoxesMapBack(_ width: Int, _ height: Int, _ screenWidth: Int, _ screenHeight: Int) throws {
    let box = Letterbox(of: Size(width: width, height: height), in: Size(width: screenWidth, height: screenHeight))
    #expect(box.rect.minX >= 0 && box.rect.maxX <= 640 && box.rect.minY >= 0 && box.rect.maxY <= 480)
    #expect(box.rect.width == 640 || box.rect.height == 480)
    let middle = try #require(box.picturePoint(at: Point(320, 240)))
    // To a pixel of the screen.
    #expect(abs(middle.x - Double(width) / 2) <= Double(width) / box.rect.width)
    #expect(abs(middle.y - Double(height) / 2) <= Double(height) / box.rect.height)
  }
}

/// The code of the error that a call throws; nil where it throws none of ours.
func failure(_ body: () throws -> Void) -> LegibleError.Code? {
  do {
    try body()
    return nil
  } catch {
    return (error as? LegibleError)?.code
  }
}
