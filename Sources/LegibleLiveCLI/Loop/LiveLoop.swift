internal import Capture
internal import LegibleLive

/// The loop: a frame, its text, all displays; until the source ends or the program is to end. On a thread of its own.
struct LiveLoop: Sendable {
  let source: FrameSourceName
  let capture: CaptureOptions
  let reading: LiveReadingArguments
  let displays: DisplayArguments
  let window: WindowDisplay?
  let maximumFrames: Int?

  /// Runs to the end, and completes what the displays write whatever happens.
  ///
  /// - Parameter opened: called when the source is open.
  func run(opened: () -> Void) -> LiveEnd {
    var end = LiveEnd()
    do {
      let reader = try reading.load()
      if App.needExit { return end }
      let camera = try Camera(source, options: capture)
      opened()
      App.onExit { camera.close() }
      defer { camera.close() }
      end.others = try displays.makeOthers(for: camera, hasWindow: window != nil)
      do {
        try read(camera, reader, &end)
      } catch {
        end.error = error
      }
      for display in end.others {
        do { try display.finish() } catch { end.error = end.error ?? error }
      }
    } catch {
      end.error = error
    }
    return end
  }

  private func read(_ camera: Camera, _ reader: TextReader, _ end: inout LiveEnd) throws {
    let isWatched = displays.isWatched(hasWindow: window != nil)
    let options = reading.live(
      arePictures: source.arePictures, rate: camera.isLive || isWatched ? camera.frameRate ?? 30 : nil)
    var steady = try SteadyReader(ReaderLines(reader, options: reading.options), options: options)
    let all: [any Display] = (window.map { [$0] } ?? []) + end.others
    var last: LiveFrame?
    var pace = isWatched && !camera.isLive ? Pace() : nil
    let start = ContinuousClock.now
    defer { end.duration = start.duration(to: .now) }
    while !App.needExit, end.frames < maximumFrames ?? .max {
      guard var frame = try camera.read() else { break }
      if pace != nil {
        pace?.hold(until: frame.time)
        frame.received = .now
      }
      let begin = ContinuousClock.now
      let live = try steady.update(frame.image, time: frame.time)
      end.reading.add(begin.duration(to: .now))
      end.frames += 1
      end.skipped += frame.skipped
      end.damaged += frame.damaged
      end.linesRead += live.linesRead
      if live.isDetected { end.detections += 1 }
      last = live
      var mask: GrayImage?
      if all.contains(where: \.wantsMask), let detector = reader.detector {
        mask = try detector.probabilityMap(of: frame.image).picturePart(of: frame.image.size)
      }
      let view = DisplayView(
        frame: frame, labels: live.lines.map { Label(quad: $0.quad, text: $0.text, id: $0.id) }, mask: mask,
        record: live.jsonLine)
      for display in all {
        try display.show(view)
        try (display as? any EventDisplay)?.happened(live.events, in: live, isEnd: false)
      }
      while all.contains(where: \.isPaused), !App.needExit { Waiting.shortly() }
    }
    guard let last else { return }
    let events = steady.finish()
    for display in all { try (display as? any EventDisplay)?.happened(events, in: last, isEnd: true) }
  }
}

extension FrameSourceName {
  /// Whether each frame is a picture of its own.
  fileprivate var arePictures: Bool { if case .pictures = self { true } else { false } }
}

extension ProbabilityMap {
  /// The part of the map that the picture covers, as a picture: it may be stretched over the picture.
  func picturePart(of picture: Size) -> GrayImage {
    func whole(_ value: Double, _ limit: Int) -> Int { max(0, min(limit, Int(value.rounded()))) }
    let (start, end) = (
      mapping.map(.zero), mapping.map(Point(Double(picture.width), Double(picture.height)))
    )
    let (left, top) = (whole(start.x, size.width - 1), whole(start.y, size.height - 1))
    let (right, bottom) = (max(left + 1, whole(end.x, size.width)), max(top + 1, whole(end.y, size.height)))
    let all = image.pixels
    let pixels = (top..<bottom).flatMap { all[($0 * size.width + left)..<($0 * size.width + right)] }
    return GrayImage(size: Size(width: right - left, height: bottom - top), pixels: pixels)
  }
}
