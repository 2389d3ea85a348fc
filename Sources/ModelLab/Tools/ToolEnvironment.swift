internal import Failure
internal import FoundationEssentials

/// A back end's virtual environment, in a folder of its own: made on first use, kept, and made anew where something of
/// it is missing.
///
/// A virtual environment cannot be moved, so it is made where it stays; a stamp is written into it last, and what has
/// no stamp, or the stamp of another recipe, is no environment. Any number of conversions use it at once; while it is
/// made it belongs to one.
public struct ToolEnvironment: Sendable {
  /// What is found in the folder.
  public enum State: Hashable, Sendable {
    /// There is nothing.
    case missing
    /// It is whole: the version of its Python, and its bytes.
    case ready(python: String, bytes: Int)
    /// It is incomplete or changed, and how.
    case damaged(String)
    /// It was made after another recipe.
    case outdated
  }

  /// What it is made of.
  public let recipe: ToolRecipe
  /// Its folder.
  public let folder: String
  /// Where Python is looked for.
  let finder: PythonFinder

  /// An environment in a folder for tools.
  ///
  /// - Parameter tools: the folder for all of them; nil: `ToolEnvironment.toolsFolder`.
  public init(_ recipe: ToolRecipe, in tools: String? = nil) {
    self.init(recipe, in: tools, finder: PythonFinder())
  }

  init(_ recipe: ToolRecipe, in tools: String?, finder: PythonFinder) {
    self.recipe = recipe
    folder = "\((tools ?? Self.toolsFolder).absolutePath)/\(recipe.name)"
    self.finder = finder
  }

  /// The folder for tools: `$LEGIBLE_TOOLS`, else `~/.local/share/legible/tools`.
  public static var toolsFolder: String {
    let environment = ProcessInfo.processInfo.environment
    if let chosen = environment["LEGIBLE_TOOLS"], !chosen.isEmpty { return chosen }
    let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? "."
    return "\(home)/.local/share/legible/tools"
  }

  /// The environment's Python.
  var python: String { "\(folder)/bin/python" }

  var stampPath: String { "\(folder)/legible-tool.json" }

  /// What a run of pip and Python said when the environment was last made.
  public var logPath: String { "\(folder).log" }

  var lockPath: String { "\(folder).lock" }

  /// What is in the folder now. All files are counted, none is read.
  public func state() -> State {
    guard Files.isFolder(folder) else { return .missing }
    guard let stamp = ToolStamp(contentsOf: stampPath) else { return .damaged("it was not finished") }
    guard stamp.recipe == recipe.text else { return .outdated }
    guard access(python) else { return .damaged("its Python is gone") }
    for program in recipe.programs where !access("\(folder)/bin/\(program)") {
      return .damaged("bin/\(program) is missing")
    }
    let content = Self.packages(in: folder)
    guard content.files >= stamp.files, content.bytes >= stamp.bytes else {
      return .damaged(
        "\(content.files) files of \(content.bytes) bytes are left of \(stamp.files) files of \(stamp.bytes) bytes")
    }
    return .ready(python: stamp.python, bytes: content.bytes)
  }

  /// The environment, whole. It is made where it is not, which downloads packages by pip.
  ///
  /// - Parameter progress: told from several threads how far it is.
  /// - Throws: `toolUnavailable` with what to do, `unwritableFile`, or `CancellationError`, after which nothing is left.
  public func prepare(progress: @escaping @Sendable (ToolProgress) -> Void = { _ in }) async throws -> ReadyTool {
    try Files.makeFolder(folder.folderPart)
    var isTold = false
    let waiting = {
      if !isTold { progress(ToolProgress(tool: recipe.name, step: .waiting)) }
      isTold = true
    }
    while true {
      let lock = try await FolderLock(lockPath, isExclusive: false, waiting: waiting)
      if case .ready = state() { return ReadyTool(self, lock: lock) }
      if try lock.takeForWriting() {
        // Somebody else may have made it in between.
        if case .ready = state() {} else { try await ToolMaking(environment: self, progress: progress).run() }
        lock.share()
        return ReadyTool(self, lock: lock)
      }
      // Whoever makes it goes on as a reader: to wait until we can write would last until all of that work is done, so
      // we look again as readers.
      waiting()
      try await FolderLock.pause()
    }
  }

  /// Removes the environment, once nobody uses it.
  ///
  /// - Throws: `unwritableFile`, or `CancellationError`.
  public func remove() async throws {
    guard Files.isFolder(folder) else { return }
    let lock = try await FolderLock(lockPath, isExclusive: true)
    defer { withExtendedLifetime(lock) {} }
    try Files.remove(stampPath)
    try Files.remove(folder)
  }

  /// The packages of an environment: how many files they have, and how many bytes.
  static func packages(in folder: String) -> (files: Int, bytes: Int) { Files.content(of: "\(folder)/lib") }

  private func access(_ path: String) -> Bool { FileManager.default.isExecutableFile(atPath: path) }
}

/// An environment that is whole, and stays as it is as long as this lives.
public final class ReadyTool: Sendable {
  /// What was made.
  public let environment: ToolEnvironment
  private let lock: FolderLock

  init(_ environment: ToolEnvironment, lock: FolderLock) {
    self.environment = environment
    self.lock = lock
  }

  /// Where a program of it is: `python`, or one that a package installed.
  func path(of program: String) -> String { "\(environment.folder)/bin/\(program)" }

  /// What a program of it finds in its environment, beside what was there: its own programs first, and no packages from
  /// elsewhere. Nil: the variable is taken away.
  var variables: [String: String?] {
    let inherited = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    return [
      "PATH": "\(environment.folder)/bin:\(inherited)", "VIRTUAL_ENV": environment.folder, "PYTHONNOUSERSITE": "1",
      "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1", "PYTHONPATH": nil, "PYTHONHOME": nil,
    ]
  }
}
