/// How long the stages of a reading took.
public struct StageTimes: Hashable, Sendable {
  /// Looking for the way the page is turned, and turning it.
  public var turning: Duration = .zero
  /// Looking for lines.
  public var detection: Duration = .zero
  /// Reading the lines, which includes looking for those upside down.
  public var recognition: Duration = .zero
  /// Putting the lines in order.
  public var layout: Duration = .zero

  /// No time at all.
  public init() {}

  /// Runs a stage and adds its wall time.
  mutating func measure<R>(_ stage: WritableKeyPath<StageTimes, Duration>, _ body: () throws -> R) rethrows -> R {
    let start = ContinuousClock.now
    defer { self[keyPath: stage] += ContinuousClock.now - start }
    return try body()
  }
}

extension StageTimes {
  /// All stages together.
  public var total: Duration { turning + detection + recognition + layout }

  /// Adds the times of another reading.
  public static func += (a: inout StageTimes, b: StageTimes) {
    a.turning += b.turning
    a.detection += b.detection
    a.recognition += b.recognition
    a.layout += b.layout
  }
}
