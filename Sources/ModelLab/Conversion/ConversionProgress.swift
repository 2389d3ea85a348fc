/// How far a conversion is.
public enum ConversionProgress: Hashable, Sendable {
  /// A back end is being made.
  case tool(ToolProgress)
  /// A step begins: its number from 1 on, of so many.
  case step(Int, of: Int, network: String, title: String)
  /// It has ended, after so many seconds.
  case stepDone(Int, seconds: Double)
  /// What the user should know.
  case warning(String)
  /// What a comparison found, a line.
  case finding(String)
}
