import LegibleLive
import LegibleTesting
import Testing

/// Lines are followed, read as seldom as possible, and settle.
struct SteadyReaderTests {
  @Test func aStillLineIsReadUntilItSettlesAndThenLeftAlone() throws {
    let source = try FakeLines()
    var steady = try SteadyReader(source, options: LiveOptions(timePerFrame: nil))
    let picture = Drawn.picture([("RGB", 40, 40), ("CMYC", 300, 150)])
    let (last, events) = try steady.show(picture, frames: 30)
    #expect(last.lines.map(\.text) == ["RGB", "CMYC"])
    #expect(last.lines.allSatisfy { $0.isSettled && $0.readings == 3 })
    #expect(events == [.init(.appeared, id: 1, text: "RGB"), .init(.appeared, id: 2, text: "CMYC")])
    #expect(source.asked.readings == 6)
    #expect(source.asked.detections == 2, "one detection and one to confirm it")
    #expect(!last.isDetected && last.linesRead == 0)
  }

  @Test func noiseIsNoChange() throws {
    let source = try FakeLines()
    var steady = try SteadyReader(source, options: LiveOptions(timePerFrame: nil))
    for frame in 0..<20 {
      _ = try steady.update(Drawn.picture([("RGB", 40, 40)], noise: 20, seed: frame), time: .zero)
    }
    #expect(source.asked.readings == 3)
    #expect(source.asked.detections == 2)
  }

  @Test func aMovingLineKeepsItsIdentityAndIsNotReadAgain() throws {
    let source = try FakeLines()
    var steady = try SteadyReader(source, options: LiveOptions(timePerFrame: nil))
    var events: [LiveEvent] = []
    for frame in 0..<40 {
      let x = 20 + Double(frame) * 7.3
      let live = try steady.update(Drawn.picture([("RGBC", x, 100)]), time: .zero)
      events += live.events
      let line = try #require(live.lines.first)
      #expect(line.id == 1 && live.lines.count == 1)
      #expect(abs(line.quad.boundingBox.center.x - (x + 32 * (4 - 1.0 / 3) / 2)) < 6)
    }
    #expect(events == [.init(.appeared, id: 1, text: "RGBC")])
    #expect(source.asked.readings <= 6)
  }

  @Test func aTextThatChangesInItsPlaceIsTheSameLine() throws {
    var steady = try SteadyReader(FakeLines(), options: LiveOptions(timePerFrame: nil))
    _ = try steady.show(Drawn.picture([("RGBCM", 40, 40)]), frames: 6)
    let (last, events) = try steady.show(Drawn.picture([("RGBCY", 40, 40)]), frames: 8)
    #expect(events == [.init(.changed, id: 1, text: "RGBCY", previous: "RGBCM")])
    #expect(last.lines.map(\.text) == ["RGBCY"] && last.lines[0].id == 1)
  }

  @Test func theOldTextStaysUntilTheNewOneHasSettled() throws {
    var steady = try SteadyReader(FakeLines(), options: LiveOptions(timePerFrame: nil))
    _ = try steady.show(Drawn.picture([("RGBCM", 40, 40)]), frames: 6)
    let live = try steady.update(Drawn.picture([("RGBCY", 40, 40)]), time: .zero)
    #expect(live.lines.map(\.text) == ["RGBCM"] && !live.lines[0].isSettled && live.events.isEmpty)
  }

  @Test func aLineThatIsGoneVanishesWhenItWasMissedOftenEnough() throws {
    var steady = try SteadyReader(FakeLines(), options: LiveOptions(patience: 4, timePerFrame: nil))
    let both = Drawn.picture([("RGB", 40, 40), ("CMY", 300, 150)])
    _ = try steady.show(both, frames: 6)
    let one = Drawn.picture([("CMY", 300, 150)])
    let early = try steady.show(one, frames: 4)
    #expect(early.events.isEmpty && early.last.lines.map(\.missed) == [4, 0])
    let late = try steady.show(one, frames: 2)
    #expect(late.events == [.init(.vanished, id: 1, text: "RGB")])
    #expect(late.last.lines.map(\.id) == [2])
    // The same text again is a new line: identities are not used twice.
    let again = try steady.show(both, frames: 6)
    #expect(again.events == [.init(.appeared, id: 3, text: "RGB")])
  }

  @Test func aLineThatIsAwayForAMomentIsTheSame() throws {
    var steady = try SteadyReader(FakeLines(), options: LiveOptions(timePerFrame: nil))
    _ = try steady.show(Drawn.picture([("RGBC", 40, 40)]), frames: 6)
    _ = try steady.show(Drawn.picture([]), frames: 2)
    // It comes back elsewhere, where no place tells that it is the same.
    let (last, events) = try steady.show(Drawn.picture([("RGBC", 420, 180)]), frames: 6)
    #expect(events.isEmpty)
    #expect(last.lines.map(\.id) == [1] && last.lines[0].quad.center.x > 400)
  }

  @Test func aLostLineIsKnownAgainByItsTextWhereItLooksOtherwise() throws {
    var steady = try SteadyReader(FakeLines(), options: LiveOptions(timePerFrame: nil))
    _ = try steady.show(Drawn.picture([("RGBC", 40, 40)]), frames: 6)
    _ = try steady.show(Drawn.picture([]), frames: 2)
    var wider = Drawn.picture([])
    wider.sketch("RGBC", in: Quad(Rect(x: 380, y: 180, width: 150, height: 32)))
    let (last, events) = try steady.show(wider, frames: 6)
    #expect(events.isEmpty)
    #expect(last.lines.map(\.id) == [1] && last.lines[0].quad.center.x > 400)
  }

  @Test func aFlickeringReadingSettlesOnWhatMostFramesSay() throws {
    // Each third reading has another letter wrong.
    let source = try FakeLines { text, reading in
      var letters = Array(text)
      if reading % 3 == 0 { letters[reading / 3 % letters.count] = "X" }
      return String(letters)
    }
    var steady = try SteadyReader(source, options: LiveOptions(timePerFrame: nil))
    let (last, events) = try steady.show(Drawn.picture([("RGBCMY", 40, 40)]), frames: 40)
    #expect(events == [.init(.appeared, id: 1, text: "RGBCMY")])
    #expect(last.lines[0].isSettled && source.asked.readings < 20)
  }

  @Test func aReadingThatNeverAgreesIsGivenUp() throws {
    let source = try FakeLines { text, reading in reading % 2 == 0 ? text : text + "X" }
    var steady = try SteadyReader(source, options: LiveOptions(maximumReadings: 9, timePerFrame: nil))
    let (last, events) = try steady.show(Drawn.picture([("RGB", 40, 40)]), frames: 30)
    #expect(source.asked.readings == 9)
    #expect(events == [.init(.appeared, id: 1, text: "RGB")] && last.lines[0].isSettled)
  }

  @Test func linesOfALowScoreDoNotAppear() throws {
    var steady = try SteadyReader(FakeLines(), options: LiveOptions(minimumScore: 0.95, timePerFrame: nil))
    let (last, events) = try steady.show(Drawn.picture([("RGB", 40, 40)]), frames: 6)
    #expect(last.lines.isEmpty && events.isEmpty)
  }

  @Test func theEndOfTheLoopTakesAllLinesOff() throws {
    var steady = try SteadyReader(FakeLines(), options: LiveOptions(timePerFrame: nil))
    _ = try steady.show(Drawn.picture([("RGB", 40, 40)]), frames: 6)
    #expect(steady.finish() == [.init(.vanished, id: 1, text: "RGB")])
    #expect(steady.finish().isEmpty)
  }

  @Test func anErrorOfTheSourceCostsOneFrame() throws {
    struct Broken: Error {}
    let source = try FakeLines { text, reading in
      if reading == 4 { throw Broken() }
      return text
    }
    var steady = try SteadyReader(source, options: LiveOptions(timePerFrame: nil))
    let picture = Drawn.picture([("RGB", 40, 40), ("CMY", 300, 150)])
    _ = try steady.show(picture, frames: 2)
    #expect(throws: Broken.self) { try steady.update(picture, time: .zero) }
    #expect(try steady.show(picture, frames: 6).last.lines.map(\.text) == ["RGB", "CMY"])
  }
}
