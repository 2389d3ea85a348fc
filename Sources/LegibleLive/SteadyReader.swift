public import Legible

/// Reads the text of a live picture and keeps it steady: lines keep their identity while they move, text settles by the
/// votes of several frames, and what did not change is not read again.
///
/// ```swift
/// var steady = try SteadyReader(ReaderLines(TextReader(loading: .tiny)))
/// while let frame = try camera.read() {
///   let live = try steady.update(frame.image, time: frame.time)
///   for event in live.events { print(event.kind, event.id, event.text) }
/// }
/// ```
///
/// A value for one thread: `update` blocks while the source detects and reads. What it remembers is bounded by
/// `LiveOptions.maximumLines`, however long it runs.
public struct SteadyReader<Source: LineSource>: Sendable {
  /// Detects and reads.
  public let source: Source
  /// How lines are followed and voted on.
  public let options: LiveOptions

  private let lookout: Lookout
  private let now: @Sendable () -> ContinuousClock.Instant
  private var tracker: LineTracker
  private var frame = 0
  /// The picture of the last detection, against which changes are noticed.
  private var reference: ChangeGrid?
  private var detectedIn = Int.min / 2
  /// Whether a detection has confirmed the last one on the same picture.
  private var isConfirmed = false

  /// A reader that has seen nothing yet.
  ///
  /// - Throws: `invalidArgument` where the options make no sense.
  public init(_ source: Source, options: LiveOptions = .init()) throws(LegibleError) {
    try self.init(source, options: options, now: { .now })
  }

  /// The same with a clock of one's own for the budget of a frame.
  init(
    _ source: Source, options: LiveOptions, now: @escaping @Sendable () -> ContinuousClock.Instant
  ) throws(LegibleError) {
    try options.check()
    self.source = source
    self.options = options
    self.now = now
    lookout = Lookout(area: options.area)
    tracker = LineTracker(options: options)
  }

  /// What the next frame shows.
  ///
  /// Looks for lines only where the picture changed, and reads lines that have not settled, the least read first, as far
  /// as the budget of a frame allows.
  ///
  /// - Parameters:
  ///   - image: the frame.
  ///   - time: when it is to be seen; passed on.
  /// - Throws: what the source throws. The frame is lost then, the lines are not: the next one may be given.
  public mutating func update(_ image: Image, time: Duration) throws -> LiveFrame {
    defer { frame += 1 }
    tracker.begin(with: image)
    let isDetected = try follow(image)
    tracker.update { $0.stack(image) }
    let linesRead = try read(image)
    tracker.recognizeLost()
    var events: [LiveEvent] = []
    let minimum = options.minimumScore
    tracker.update { track in
      if let event = track.settle(minimumScore: minimum) { events.append(event) }
    }
    events += tracker.forgetLost()
    return LiveFrame(
      frame: frame, time: time, size: image.size, lines: tracker.tracks.compactMap { $0.line(minimumScore: minimum) },
      events: events, isDetected: isDetected, linesRead: linesRead)
  }

  /// Ends the loop: the events of every line that is still there vanishing.
  public mutating func finish() -> [LiveEvent] {
    var events: [LiveEvent] = []
    tracker.update { track in
      if let event = track.vanish() { events.append(event) }
    }
    return events
  }

  /// Finds each line's place in the frame; gives whether lines were looked for.
  private mutating func follow(_ image: Image) throws -> Bool {
    if case .nowhere = options.area {
      tracker.look(at: image, frame: frame, fixedOnly: true)
      return false
    }
    let grid = ChangeGrid(of: image)
    let isChanged = reference.map { grid.differs(from: $0, inside: lookout.places) } ?? true
    let pause = frame - detectedIn
    let isDue =
      isChanged
      ? pause >= options.detectionInterval
      : !isConfirmed || pause >= options.refreshInterval || tracker.tracks.contains { $0.missed > 0 }
    tracker.look(at: image, frame: frame, fixedOnly: !isChanged && !isDue)
    guard isDue else { return false }
    let regions = try lookout.regions(of: image, from: source)
    tracker.find(regions, in: image, frame: frame)
    isConfirmed = !isChanged
    (reference, detectedIn) = (grid, frame)
    return true
  }

  /// Reads lines that have not settled, as many as fit; gives how many.
  private mutating func read(_ image: Image) throws -> Int {
    let tracks = tracker.tracks
    let waiting = tracks.indices.filter { tracks[$0].isInSight && !tracks[$0].isSettled }
      // The least read first; of those the one that waited longest.
      .sorted { a, b in
        (tracks[a].ballot.readings, tracks[a].readIn, a) < (tracks[b].ballot.readings, tracks[b].readIn, b)
      }
      .prefix(options.linesPerFrame ?? .max)
    let start = now()
    var done = 0
    while done < waiting.count {
      if done > 0, let limit = options.timePerFrame, start.duration(to: now()) >= limit { break }
      let batch = waiting[(waiting.startIndex + done)...].prefix(max(1, source.linesAtOnce))
      let places = batch.map { tracks[$0].place(in: image) }
      for ((index, place), line) in zip(zip(batch, places), try source.lines(at: places)) {
        tracker.read(line, of: index, at: place, frame: frame)
      }
      done += batch.count
    }
    return done
  }
}
