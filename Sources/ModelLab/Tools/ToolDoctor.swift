/// What is there of a back end, and what to do where it is not.
public struct ToolCondition: Hashable, Sendable {
  /// Whether conversions can use it now.
  public var isReady: Bool
  /// Whether the next conversion that needs it can make it, as far as is to be seen: that there is a Python and room.
  public var canBeMade: Bool
  /// What was found and what to do, a line each.
  public var facts: [String]
}

/// Looks at back ends without changing anything.
public enum ToolDoctor {
  /// The condition of a back end.
  ///
  /// - Parameter tools: the folder for all of them; nil: `ToolEnvironment.toolsFolder`.
  /// - Throws: `CancellationError`.
  public static func condition(of recipe: ToolRecipe, in tools: String? = nil) async throws -> ToolCondition {
    try await condition(of: ToolEnvironment(recipe, in: tools))
  }

  static func condition(of environment: ToolEnvironment) async throws -> ToolCondition {
    let recipe = environment.recipe
    var facts: [String] = []
    switch environment.state() {
    case .ready(let python, let bytes):
      facts.append("\(environment.folder), \(bytes / 1_000_000) MB, Python \(python)")
      return ToolCondition(isReady: true, canBeMade: true, facts: facts)
    case .missing: break
    case .damaged(let what): facts.append("what is in \(environment.folder) is damaged, and replaced: \(what)")
    case .outdated: facts.append("what is in \(environment.folder) is of an older recipe, and replaced")
    }
    let needed = recipe.installedBytes + recipe.downloadBytes
    facts.append(
      "needs \(needed / 1_000_000) MB while it is installed, \(recipe.downloadBytes / 1_000_000) MB of them downloaded")
    var canBeMade = true
    if let free = Files.freeBytes(at: environment.folder), free < needed {
      facts.append("there are \(free / 1_000_000) MB free: make room, or set $LEGIBLE_TOOLS to a folder elsewhere")
      canBeMade = false
    }
    if let python = try await environment.finder.find(recipe.pythons) {
      facts.append(python.description)
    } else {
      facts += PythonFinder.advice(recipe.pythons).split(separator: "\n").map(String.init)
      canBeMade = false
    }
    #if os(Linux) && arch(x86_64)
    #else
    if recipe.isForLinuxOnX86 {
      facts.append("there are packages for Linux on x86-64 only: convert on such a machine")
      canBeMade = false
    }
    #endif
    return ToolCondition(isReady: false, canBeMade: canBeMade, facts: facts)
  }
}
