/// What a conversion made.
public struct ConversionResult: Hashable, Sendable {
  /// All new files, models first.
  public var files: [String]
  /// What the comparisons said, in the order of the models.
  public var verdicts: [ConversionVerdict]
  /// The log.
  public var log: String
}
