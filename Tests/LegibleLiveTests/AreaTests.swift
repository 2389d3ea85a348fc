import LegibleLive
import LegibleTesting
import Testing

/// Where lines are looked for, and where they are read without looking.
struct AreaTests {
  static let picture = Drawn.picture([("RGB", 40, 40), ("CMYC", 300, 150)])

  @Test func outsideOfTheRegionsNothingIsFound() throws {
    let source = try FakeLines()
    let region = Quad(Rect(x: 250, y: 100, width: 300, height: 120))
    var steady = try SteadyReader(source, options: LiveOptions(area: .inside([region]), timePerFrame: nil))
    let (last, _) = try steady.show(Self.picture, frames: 6)
    #expect(last.lines.map(\.text) == ["CMYC"])
    #expect(last.lines[0].quad.center.distance(to: Point(358.7, 166)) < 4)
    #expect(source.asked.sizes.allSatisfy { $0 == Size(width: 300, height: 120) })
    // What changes outside is not looked at.
    let detections = source.asked.detections
    _ = try steady.show(Drawn.picture([("CMYC", 300, 150), ("YYYY", 40, 40)]), frames: 4)
    #expect(source.asked.detections == detections)
  }

  @Test func aRegionMayBeTurned() throws {
    var image = Image(size: Size(width: 640, height: 400))
    let text = Quad(center: Point(320, 200), width: 150, height: 32, degrees: 30)
    image.sketch("RGBC", in: text)
    let region = Quad(center: Point(320, 200), width: 300, height: 120, degrees: 30)
    var steady = try SteadyReader(FakeLines(), options: LiveOptions(area: .inside([region]), timePerFrame: nil))
    let line = try #require(try steady.show(image, frames: 6).last.lines.first)
    #expect(line.text == "RGBC")
    #expect(line.quad.center.distance(to: text.center) < 4)
    #expect(abs(line.quad.angle - text.angle) < 0.05)
  }

  @Test func fixedLinesAreReadWithoutDetection() throws {
    let source = try FakeLines()
    let corners = Quad(Rect(x: 40, y: 40, width: 85, height: 32))
    var steady = try SteadyReader(
      source, options: LiveOptions(area: .nowhere, fixedLines: [corners], timePerFrame: nil))
    let first = try steady.show(Self.picture, frames: 6)
    #expect(first.last.lines.map(\.text) == ["RGB"] && first.last.lines[0].isFixed)
    #expect(first.last.lines[0].quad == corners)
    let second = try steady.show(Drawn.picture([("RGY", 40, 40)]), frames: 6)
    #expect(second.events == [.init(.changed, id: 1, text: "RGY", previous: "RGB")])
    // The meter goes dark, and comes back as the same line.
    let dark = try steady.show(Drawn.picture([]), frames: 12)
    #expect(dark.events == [.init(.vanished, id: 1, text: "RGY")] && dark.last.lines.isEmpty)
    let back = try steady.show(Drawn.picture([("RGY", 40, 40)]), frames: 6)
    #expect(back.events == [.init(.appeared, id: 1, text: "RGY")])
    #expect(source.asked.detections == 0)
  }

  /// Of a line that mostly lies off the picture no mean of frames is read, in whose part of the picture the corners would lie far away.
  @Test func aFixedLineMayReachFarOffThePicture() throws {
    let corners = Quad(Rect(x: -900, y: 40, width: 960, height: 32))
    var steady = try SteadyReader(
      FakeLines(), options: LiveOptions(area: .nowhere, fixedLines: [corners], timePerFrame: nil))
    _ = try steady.show(Self.picture, frames: 6)
  }

  @Test func nothingElseIsFoundAtFixedCorners() throws {
    let corners = Quad(Rect(x: 40, y: 40, width: 85, height: 32))
    var steady = try SteadyReader(FakeLines(), options: LiveOptions(fixedLines: [corners], timePerFrame: nil))
    let (last, _) = try steady.show(Self.picture, frames: 6)
    #expect(last.lines.map(\.text) == ["RGB", "CMYC"])
    #expect(last.lines.map(\.isFixed) == [true, false])
  }

  @Test(arguments: [
    LiveOptions(agreement: 0), LiveOptions(agreement: 5, maximumReadings: 4), LiveOptions(patience: -1),
    LiveOptions(minimumScore: 2), LiveOptions(detectionInterval: 0), LiveOptions(linesPerFrame: 0),
    LiveOptions(area: .inside([])), LiveOptions(fixedLines: [Quad(Rect(x: 0, y: 0, width: 0, height: 9))]),
    LiveOptions(area: .inside([Quad(Rect(x: .nan, y: 0, width: 5, height: 9))])),
  ])
  func optionsWithoutSenseAreRefused(options: LiveOptions) throws {
    let error = try #require(throws: LegibleError.self) { try SteadyReader(FakeLines(), options: options) }
    #expect(error.code == .invalidArgument)
  }
}
