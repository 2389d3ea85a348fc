/// How far a fetch is.
public struct FetchProgress: Hashable, Sendable {
  /// What is being done.
  public enum Step: Hashable, Sendable {
    /// Another process fetches into the same folder; this one waits for it.
    case waiting
    /// Bytes come in.
    case downloading
    /// The file is there, whole, and has its name.
    case done
  }

  /// What is being done.
  public var step: Step
  /// What is fetched: a file's name, or `wheel NAME==VERSION`.
  public var name: String
  /// Bytes that have come in, those of an earlier fetch that is resumed among them.
  public var received: Int
  /// Bytes to come in all; nil where nobody said.
  public var total: Int?
}
