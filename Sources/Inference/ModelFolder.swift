internal import Failure
internal import FoundationEssentials

/// Where installed models lie.
public enum ModelFolder {
  /// The folders that are looked through, first to last: `$LEGIBLE_MODELS`; `share/legible/models` and
  /// `.local/share/legible/models` beside the program and in each folder above it; the same in the home folder.
  public static var candidates: [String] {
    let environment = ProcessInfo.processInfo.environment
    var folders: [String] = []
    if let chosen = environment["LEGIBLE_MODELS"], !chosen.isEmpty { folders.append(chosen) }
    if let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") {
      var folder = program[...]
      while let slash = folder.lastIndex(of: "/") {
        folder = folder[..<slash]
        folders += ["\(folder)/share/legible/models", "\(folder)/.local/share/legible/models"]
      }
    }
    if let home = environment["HOME"], !home.isEmpty { folders.append("\(home)/.local/share/legible/models") }
    return folders
  }

  /// What to do about an installed file that is missing, a space before it; empty for other files.
  static func advice(about path: String) -> String {
    guard candidates.contains(where: { path.hasPrefix("\($0)/") }) else { return "" }
    return """
       Legible's models come with './legible --setup-only' in its checkout; where the program is elsewhere, set LEGIBLE_MODELS to \
      the folder .local/share/legible/models there.
      """
  }

  /// The path of an installed file: in the first folder that has it, else where it would be expected first, so that
  /// the error that follows names a place.
  public static func path(of file: String) -> String {
    let folders = candidates
    for folder in folders where FileManager.default.fileExists(atPath: "\(folder)/\(file)") {
      return "\(folder)/\(file)"
    }
    return "\(folders.first ?? ".")/\(file)"
  }
}
