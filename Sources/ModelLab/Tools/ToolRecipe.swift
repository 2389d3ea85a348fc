/// What a back end needs: Python packages of fixed versions in a virtual environment of their own.
///
/// The text of a recipe is kept in the environment that was made after it, so that another recipe makes it anew.
public struct ToolRecipe: Hashable, Sendable {
  /// A file that is written into the environment's packages after installation.
  struct Patch: Hashable, Sendable {
    /// The file, below `site-packages`.
    var path: String
    /// Its text; nil: the file is removed.
    var text: String?
  }

  /// The name of the environment's folder, for instance `tpu-mlir`.
  public let name: String
  /// What it is for, in a few words.
  public let purpose: String
  /// The versions of Python that will do, `3.10` for instance, the best first.
  public let pythons: [String]
  /// The packages, each `NAME==VERSION`. Nothing else is installed: dependencies are among them.
  let packages: [String]
  /// What has to be changed in the packages, and why stands beside it.
  let patches: [Patch]
  /// Modules that must be importable when all is done.
  let modules: [String]
  /// Programs that must be in the environment's `bin`.
  let programs: [String]
  /// About how many bytes pip downloads.
  public let downloadBytes: Int
  /// About how many bytes the environment takes.
  public let installedBytes: Int
  /// Whether there are packages for Linux on x86-64 only.
  let isForLinuxOnX86: Bool

  /// All that the environment depends on, a line each.
  var text: String {
    let patches = patches.map { "\($0.path): \($0.text ?? "removed")" }
    return ([name, "python " + pythons.joined(separator: ", ")] + packages + patches).joined(separator: "\n") + "\n"
  }
}
