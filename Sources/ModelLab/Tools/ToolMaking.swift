internal import Failure
internal import FoundationEssentials

/// Makes an environment in its folder; whoever runs it holds the lock to write.
struct ToolMaking {
  let environment: ToolEnvironment
  let progress: @Sendable (ToolProgress) -> Void

  private var recipe: ToolRecipe { environment.recipe }
  private var folder: String { environment.folder }

  /// Makes it; where that fails nothing is left but the log.
  ///
  /// - Throws: `toolUnavailable`, `unwritableFile`, or `CancellationError`.
  func run() async throws {
    try checkPlatform()
    if Files.isFolder(folder) {
      tell(.removing(environment.state() == .outdated ? "it was made after another recipe" : damage))
      // The stamp first: what is left of a removal that is broken off has none.
      try Files.remove(environment.stampPath)
      try Files.remove(folder)
    }
    try checkRoom()
    guard let python = try await environment.finder.find(recipe.pythons) else {
      throw LegibleError(
        .toolUnavailable, "\(recipe.name) cannot be installed. \(PythonFinder.advice(recipe.pythons))")
    }
    try? Files.remove(environment.logPath)
    let log = try LogFile(environment.logPath)
    do {
      tell(.making(python.description))
      try await make(with: python, log)
    } catch {
      try? Files.remove(folder)
      throw error
    }
    tell(.done)
  }

  private var damage: String { if case .damaged(let what) = environment.state() { what } else { "it is not whole" } }

  private func make(with python: PythonFinder.Found, _ log: LogFile) async throws {
    switch python {
    case .program(let path, _):
      try await step("make a virtual environment", path, ["-m", "venv", folder], log)
    case .uv(let path, let version):
      try await step(
        "make a virtual environment", path, ["venv", "--seed", "--no-project", "--python", version, folder], log)
    }
    try await install(log)
    for patch in recipe.patches { try apply(patch) }
    tell(.checking)
    let imports = recipe.modules.map { "import \($0)" }.joined(separator: "; ")
    let program = "\(imports); import sys; print('version %d.%d.%d' % sys.version_info[:3])"
    let lines = try await step("import its packages", environment.python, ["-c", program], log) {
      $0.hasPrefix("version ")
    }
    let content = ToolEnvironment.packages(in: folder)
    try ToolStamp(
      recipe: recipe.text, python: lines.last.map { String($0.dropFirst(8)) } ?? recipe.pythons[0],
      files: content.files, bytes: content.bytes
    ).write(to: environment.stampPath)
  }

  private func install(_ log: LogFile) async throws {
    let (folder, total) = (folder, recipe.installedBytes)
    let watch = Task { [progress, recipe] in
      while !Task.isCancelled {
        let bytes = min(total, Files.content(of: folder).bytes)
        progress(ToolProgress(tool: recipe.name, step: .installing(bytes: bytes, total: total)))
        try? await Task.sleep(nanoseconds: 1_000_000_000)
      }
    }
    defer { watch.cancel() }
    // Wheels only, and without dependencies: the list has them all, so that each installation is the same.
    let arguments =
      [
        "-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--no-cache-dir", "--progress-bar", "off",
        "--no-compile", "--only-binary", ":all:", "--no-deps",
      ] + recipe.packages
    let temporary = "\(folder)/download"
    try Files.makeFolder(temporary)
    try await step("install its packages", environment.python, arguments, log, temporary: temporary)
    try Files.remove(temporary)
  }

  private func apply(_ patch: ToolRecipe.Patch) throws {
    let library = "\(folder)/lib"
    guard let python = Files.names(in: library).first(where: { $0.hasPrefix("python") }) else {
      throw LegibleError(.toolUnavailable, "\(folder) has no lib/python*: \(recipe.name) cannot be completed.")
    }
    let path = "\(library)/\(python)/site-packages/\(patch.path)"
    guard let text = patch.text else { return try Files.remove(path) }
    try Files.makeFolder(path.folderPart)
    try Files.write(text, to: path)
  }

  @discardableResult
  private func step(
    _ title: String, _ program: String, _ arguments: [String], _ log: LogFile, temporary: String? = nil,
    keeping: @escaping @Sendable (String) -> Bool = { _ in false }
  ) async throws -> [String] {
    log.note("$ \(([program] + arguments).map(\.shellQuoted).joined(separator: " "))")
    var variables: [String: String?] = [
      "PIP_REQUIRE_VIRTUALENV": "0", "PYTHONPATH": nil, "PYTHONHOME": nil, "PYTHONNOUSERSITE": "1",
    ]
    if let temporary { variables["TMPDIR"] = temporary }
    let process = ToolProcess(
      program: program, arguments: arguments, folder: folder.folderPart, variables: variables, log: log)
    let outcome = try await process.run(keeping: keeping)
    if outcome.isSuccess { return outcome.kept }
    let isFull = outcome.wasDiskFull || log.wasDiskFull
    throw LegibleError(
      isFull ? .unwritableFile : .toolUnavailable,
      """
      \(recipe.name) cannot be installed: to \(title), \(program.lastPart) \(outcome.text)\
      \(isFull ? ", since the disk is full: \(room) are needed in \(folder.folderPart), or set $LEGIBLE_TOOLS" : ""). \
      Its last lines:
      \(outcome.lastLines.map { "  \($0)" }.joined(separator: "\n"))
      All that was said is in \(log.path).
      """)
  }

  private func checkPlatform() throws {
    #if os(Linux) && arch(x86_64)
    #else
    if recipe.isForLinuxOnX86 {
      throw LegibleError(
        .toolUnavailable, "\(recipe.name) is there for Linux on x86-64 only: convert on such a machine.")
    }
    #endif
  }

  private func checkRoom() throws {
    guard let free = Files.freeBytes(at: folder), free < needed else { return }
    throw LegibleError(
      .unwritableFile,
      """
      \(recipe.name) needs \(room) in \(folder.folderPart), and \(free / 1_000_000) MB are free: make room, or set \
      $LEGIBLE_TOOLS to a folder elsewhere.
      """)
  }

  /// What is installed, and for a while what was downloaded.
  private var needed: Int { recipe.installedBytes + recipe.downloadBytes }
  private var room: String { "\(needed / 1_000_000) MB" }

  private func tell(_ step: ToolProgress.Step) { progress(ToolProgress(tool: recipe.name, step: step)) }
}
