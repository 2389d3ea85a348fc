/// How far the making of an environment is.
public struct ToolProgress: Hashable, Sendable {
  /// What is being done.
  public enum Step: Hashable, Sendable {
    /// Another run makes or uses it; this one waits.
    case waiting
    /// What was there is damaged or outdated, and removed.
    case removing(String)
    /// It is made with this Python, for instance `Python 3.10 (/usr/bin/python3.10)`.
    case making(String)
    /// Packages are downloaded and installed: bytes on the disk so far, of about so many.
    case installing(bytes: Int, total: Int)
    /// It is tried.
    case checking
    /// It is whole.
    case done
  }

  /// The environment's name.
  public var tool: String
  /// What is being done.
  public var step: Step
}
