public import Legible

/// How the lines of a live picture are followed and voted on.
public struct LiveOptions: Hashable, Sendable {
  /// Where lines are looked for.
  public enum Area: Hashable, Sendable {
    /// In the whole picture.
    case everywhere
    /// Between these corners alone, each seen as an upright picture of its own. May lie partly off the picture.
    case inside([Quad])
    /// Nowhere: only `fixedLines` are read.
    case nowhere
  }

  /// Where lines are looked for.
  public var area: Area
  /// Corners at which one line each is read without looking for it: a mounted meter. Nothing else is found there.
  public var fixedLines: [Quad]
  /// How many frames must agree on each character before a line settles, at least 1. Where some frames disagreed, the
  /// winner must be twice as many votes ahead.
  public var agreement: Int
  /// After this many readings of the same pixels a line settles as it is, at least `agreement`.
  public var maximumReadings: Int
  /// How many detections in a row may miss a line before it vanishes, at least 0.
  public var patience: Int
  /// Lines of a lower score do not appear, 0…1.
  public var minimumScore: Float
  /// While things move, lines are looked for in each so-many-th frame, at least 1.
  public var detectionInterval: Int
  /// While nothing moves, lines are looked for again after so many frames, at least 1: changes too faint to be noticed.
  public var refreshInterval: Int
  /// No more lines are read in a frame than this, at least 1; nil: only `timePerFrame` limits.
  public var linesPerFrame: Int?
  /// No further line is begun in a frame once reading took this long; nil: no limit. A few lines are always read.
  public var timePerFrame: Duration?
  /// No more lines than this are followed, those of the highest detection score first, at least 1.
  public var maximumLines: Int

  /// Options; what is not given is the default.
  public init(
    area: Area = .everywhere, fixedLines: [Quad] = [], agreement: Int = 3, maximumReadings: Int = 20, patience: Int = 5,
    minimumScore: Float = RecognitionOptions.defaultMinimumScore, detectionInterval: Int = 1, refreshInterval: Int = 60,
    linesPerFrame: Int? = nil, timePerFrame: Duration? = .milliseconds(20), maximumLines: Int = 300
  ) {
    self.area = area
    self.fixedLines = fixedLines
    self.agreement = agreement
    self.maximumReadings = maximumReadings
    self.patience = patience
    self.minimumScore = minimumScore
    self.detectionInterval = detectionInterval
    self.refreshInterval = refreshInterval
    self.linesPerFrame = linesPerFrame
    self.timePerFrame = timePerFrame
    self.maximumLines = maximumLines
  }

  /// Says what is wrong with the options.
  ///
  /// - Throws: `invalidArgument`.
  public func check() throws(LegibleError) {
    let least = [
      ("agreement", agreement, 1), ("maximumReadings", maximumReadings, max(1, agreement)), ("patience", patience, 0),
      ("detectionInterval", detectionInterval, 1), ("refreshInterval", refreshInterval, 1),
      ("linesPerFrame", linesPerFrame ?? 1, 1), ("maximumLines", maximumLines, 1),
    ]
    for (name, value, minimum) in least where value < minimum {
      throw LegibleError(.invalidArgument, "\(name) is \(value): give at least \(minimum).")
    }
    guard (0...1).contains(minimumScore) else {
      throw LegibleError(.invalidArgument, "minimumScore is \(minimumScore): give a score from 0 to 1.")
    }
    var places = fixedLines
    if case .inside(let quads) = area {
      if quads.isEmpty { throw LegibleError(.invalidArgument, "No region is given: name one, or read everywhere.") }
      places += quads
    }
    for quad in places {
      // As far as `Quad` reaches on the largest pictures that are decoded; beyond it nothing can be seen.
      let isNear = quad.coordinates.allSatisfy { $0.isFinite && abs($0) <= 100_000 }
      guard isNear, quad.isConvex, quad.width >= 1, quad.height >= 1 else {
        throw LegibleError(
          .invalidArgument,
          "The corners \(quad.coordinates) enclose no area: give four corners, clockwise, the top-left one first.")
      }
    }
  }
}
