internal import Failure

/// What to read and what to leave out. A value passed to each call; the reader itself keeps no settings.
public struct RecognitionOptions: Hashable, Sendable {
  /// What to do about pages that lie on their side or on their head.
  public enum PageTurning: Hashable, Sendable {
    /// The picture is taken as it is.
    case none
    /// The page classifier is asked, and believed where it is sure.
    case automatic
    /// The picture is turned clockwise by this many quarter turns before reading.
    case quarterTurns(Int)
  }

  /// How lines are looked for.
  public var detection: DetectionOptions
  /// Lines below this score are left out, 0…1. Nil: 0.7, chosen on the development sets (docs/accuracy.md).
  public var minimumScore: Float?
  /// Only these characters may be read, blanks included; nil: the model's whole alphabet.
  public var allowedCharacters: Set<Character>?
  /// Whether lines that may stand on their head, or run up or down, are also read turned.
  public var turnsLines: Bool
  /// What to do about pages that are turned.
  public var pageTurning: PageTurning

  /// Options; what is not given is the default.
  public init(
    detection: DetectionOptions = .init(), minimumScore: Float? = nil, allowedCharacters: Set<Character>? = nil,
    turnsLines: Bool = true, pageTurning: PageTurning = .none
  ) {
    self.detection = detection
    self.minimumScore = minimumScore
    self.allowedCharacters = allowedCharacters
    self.turnsLines = turnsLines
    self.pageTurning = pageTurning
  }

  /// - Throws: `invalidArgument` where `minimumScore` is no score.
  func check() throws(LegibleError) {
    if let minimumScore, !(0...1).contains(minimumScore) {
      throw LegibleError(.invalidArgument, "The minimum score is \(minimumScore): 0 to 1 is expected.")
    }
  }

  /// The score below which lines are left out where nothing else is said.
  public static let defaultMinimumScore: Float = 0.7
}
