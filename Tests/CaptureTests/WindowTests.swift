import Foundation
import Synchronization
import Testing

@testable import Capture

/// What a window shows, and what its keys and clicks do.
@Suite struct WindowTests {
  /// A window on a make-believe screen, with a clock of the test's.
  final class Fixture {
    let screen = FakeScreen()
    let scratch: Scratch
    var leavings = 0
    var time = ContinuousClock.now
    private(set) lazy var viewer = WindowViewer(
      screen: screen, saver: FrameSaver(folder: scratch.url.path), leave: { [unowned self] in leavings += 1 },
      now: { [unowned self] in time })

    init() throws { scratch = try Scratch() }

    func press(_ events: WindowEvent...) throws {
      screen.coming.append(events)
      try viewer.listen(waiting: .zero)
    }
  }

  private func view(_ index: Int, mask: GrayImage? = nil) -> DisplayView {
    let gray = UInt8(index)
    let image = Image(size: Size(width: 320, height: 120), filled: Color(red: gray, green: gray, blue: gray))
    let quad = Quad(Rect(x: 40, y: 30, width: 100, height: 20))
    return DisplayView(
      frame: Frame(image: image, time: .seconds(index), index: index),
      labels: [Label(quad: quad, text: "line \(index)", id: 1)], mask: mask)
  }

  @Test func picturesKeepTheirProportions() throws {
    let window = try Fixture()
    try window.viewer.show(view(1))
    let shown = try #require(window.screen.shown.last)
    #expect(shown.rect == Rect(x: 0, y: 120, width: 640, height: 240))
    #expect(shown.picture.size == Size(width: 320, height: 120))
    // The labels are drawn, the frame itself is not changed.
    #expect(shown.picture != view(1).frame.image && window.viewer.view?.frame.image == view(1).frame.image)
    window.screen.size = Size(width: 320, height: 480)
    try window.press(.exposed)
    #expect(window.screen.shown.last?.rect == Rect(x: 0, y: 180, width: 320, height: 120))
  }

  @Test func qAndTheCloseButtonLeave() throws {
    let window = try Fixture()
    try window.press(.key(.leave))
    #expect(window.leavings == 1)
    try window.press(.close)
    #expect(window.leavings == 2)
  }

  @Test func spaceHoldsThePicture() throws {
    let window = try Fixture()
    try window.viewer.show(view(1))
    try window.press(.key(.pause))
    #expect(window.viewer.isPaused)
    try window.viewer.show(view(2))
    #expect(window.viewer.view?.frame.index == 1)
    #expect(window.viewer.report.shown == 1 && window.viewer.report.skipped == 1)
    try window.press(.key(.pause))
    try window.viewer.show(view(3))
    #expect(window.viewer.view?.frame.index == 3 && window.viewer.report.shown == 2)
  }

  @Test func mShowsTheMap() throws {
    let window = try Fixture()
    let mask = GrayImage(size: Size(width: 1, height: 1), pixels: [255])
    try window.viewer.show(view(100, mask: mask))
    #expect(window.screen.shown.last?.picture[300, 100] == Color(red: 100, green: 100, blue: 100))
    try window.press(.key(.mask))
    #expect(window.viewer.showsMask)
    let tinted = try #require(window.screen.shown.last?.picture[300, 100])
    #expect(tinted.red > 150 && tinted.green < 60)
    try window.press(.key(.mask))
    #expect(window.screen.shown.last?.picture[300, 100] == Color(red: 100, green: 100, blue: 100))
  }

  @Test func fFillsTheScreen() throws {
    let window = try Fixture()
    try window.press(.key(.fullScreen))
    #expect(window.screen.isFullScreen)
  }

  @Test func sSavesTheFrameAndWhatIsKnown() throws {
    let window = try Fixture()
    try window.press(.key(.save))
    #expect(try FileManager.default.contentsOfDirectory(atPath: window.scratch.url.path).isEmpty)
    try window.viewer.show(view(7))
    try window.press(.key(.save))
    let names = try FileManager.default.contentsOfDirectory(atPath: window.scratch.url.path).sorted()
    #expect(names.count == 2)
    let name = try #require(names.first { $0.hasSuffix("-000007.png") })
    let image = try Image(contentsOf: window.scratch.path(name))
    #expect(image == view(7).frame.image)
    let json = try Data(contentsOf: URL(filePath: window.scratch.path(name.replacing(".png", with: ".json"))))
    #expect(String(decoding: json, as: UTF8.self).contains("\"text\":\"line 7\""))
  }

  @Test func savingWhereNothingMayBeWrittenIsSaidAndGoesOn() throws {
    let window = try Fixture()
    try window.viewer.show(view(1))
    try FileManager.default.removeItem(at: window.scratch.url)
    let before = try #require(window.screen.shown.last?.picture)
    try window.press(.key(.save))
    #expect(window.screen.shown.last?.picture != before)
  }

  @Test func aClickCopiesALine() throws {
    let window = try Fixture()
    try window.viewer.show(view(5))
    // (90, 40) of the picture, which is twice as large on the screen, below 120 black rows.
    try window.press(.click(Point(180, 200)))
    #expect(window.screen.copied == ["line 5"])
    try window.press(.click(Point(600, 130)))
    try window.press(.click(Point(10, 10)))
    #expect(window.screen.copied == ["line 5"])
    // The text below it means the same line.
    try window.press(.click(Point(100, 230)))
    #expect(window.screen.copied == ["line 5", "line 5"])
  }

  @Test func messagesGo() throws {
    let window = try Fixture()
    try window.viewer.show(view(5))
    let plain = try #require(window.screen.shown.last?.picture)
    try window.press(.click(Point(180, 200)))
    #expect(window.screen.shown.last?.picture != plain)
    window.time = window.time.advanced(by: .seconds(3))
    try window.viewer.listen(waiting: .zero)
    #expect(window.screen.shown.last?.picture == plain)
  }

  @Test func onAnotherThreadTheNewestIsLaidDown() throws {
    let display = WindowDisplay(screen: FakeScreen(), saver: FrameSaver(folder: ""))
    // Tests run on threads that are not the main one: nothing is drawn, and nothing waits.
    for index in 0..<5 { try display.show(view(index)) }
    #expect(display.report.shown == 0)
  }

  @Test func aWindowIsMadeOnTheMainThread() {
    #expect(failure { _ = try WindowDisplay() } == .invalidArgument)
  }
}
