internal import Legible
internal import ModelLab

/// What there is to convert with: `legible convert --doctor`.
enum DoctorReport {
  /// A paragraph for each back end.
  static func text() async throws -> String {
    var lines: [String] = []
    for recipe in ToolRecipe.all {
      let condition = try await ToolDoctor.condition(of: recipe)
      let mark = condition.isReady ? "ready" : condition.canBeMade ? "made at first use" : "not possible yet"
      lines.append("\(recipe.name): \(recipe.purpose) — \(mark)")
      lines += condition.facts.map { "  \($0)" }
    }
    lines += [
      "",
      "The back ends are in \(ToolEnvironment.toolsFolder) ($LEGIBLE_TOOLS), from where each may be removed.",
    ]
    return lines.joined(separator: "\n") + "\n"
  }
}
