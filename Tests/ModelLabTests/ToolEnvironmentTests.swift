import Foundation
import Legible
@testable import ModelLab
import Synchronization
import Testing

#if canImport(Glibc)
import Glibc
#endif

/// How back ends are installed, kept and repaired, with programs that stand for Python and pip. Nothing is downloaded.
@Suite struct ToolEnvironmentTests {
  let scratch: ConversionScratch

  init() throws { scratch = try ConversionScratch("tool 工具") }

  private static let recipe = ToolRecipe(
    name: "fake", purpose: "tests", pythons: ["3.10"], packages: ["one==1", "two==2"],
    patches: [.init(path: "one/bad.so", text: nil), .init(path: "torch/__init__.py", text: "shim")],
    modules: ["one"], programs: ["convert"], downloadBytes: 1, installedBytes: 1, isForLinuxOnX86: false)

  /// A Python that makes environments and installs packages by writing a file for each; `behaviour` runs first.
  private func putPython(_ name: String = "bin/python3.10", version: String = "3.10", behaviour: String = "") throws {
    try scratch.put(
      """
      #!/bin/bash
      echo "$@" >> "\(scratch.path("calls"))"
      \(behaviour)
      case "$*" in
        *"import sys, venv"*) echo "\(version)" ;;
        "-m venv "*) mkdir -p "$3/bin" "$3/lib/python\(version)/site-packages"; cp "$0" "$3/bin/python" ;;
        *"pip install"*)
          here=$(dirname "$(dirname "$0")"); site="$here/lib/python\(version)/site-packages"
          echo "Collecting one"; mkdir -p "$site/one"; echo code > "$site/one/code.py"; echo bad > "$site/one/bad.so"
          printf '#!/bin/sh\\n' > "$here/bin/convert"; chmod +x "$here/bin/convert" ;;
        *"import one"*) echo "version \(version).13" ;;
      esac

      """, at: name, isProgram: true)
  }

  private func environment(_ recipe: ToolRecipe = Self.recipe) -> ToolEnvironment {
    let finder = PythonFinder(
      environment: ["PATH": scratch.path("bin"), "HOME": scratch.folder, "PYENV_ROOT": scratch.path("pyenv")])
    return ToolEnvironment(recipe, in: scratch.path("tools"), finder: finder)
  }

  private var calls: [Substring] { scratch.text("calls").split(separator: "\n") }

  private func failure(_ environment: ToolEnvironment) async throws -> LegibleError {
    do {
      _ = try await environment.prepare()
    } catch let error as LegibleError {
      return error
    }
    throw LegibleError(.invalidData, "nothing was thrown")
  }

  @Test func itIsMadeOnceAndKept() async throws {
    try putPython()
    let environment = environment()
    #expect(environment.state() == .missing)
    let steps = Mutex<[ToolProgress.Step]>([])
    let tool = try await environment.prepare { progress in steps.withLock { $0.append(progress.step) } }
    #expect(tool.path(of: "convert") == scratch.path("tools/fake/bin/convert"))
    #expect(steps.withLock { $0.last } == .done)
    // The patches are in, the bytes are counted, the list of packages was whole.
    #expect(environment.state() == .ready(python: "3.10.13", bytes: 9))
    #expect(!scratch.exists("tools/fake/lib/python3.10/site-packages/one/bad.so"))
    #expect(calls.contains { $0.contains("--no-deps") && $0.hasSuffix("one==1 two==2") })
    let count = calls.count
    _ = try await environment.prepare()
    #expect(calls.count == count, "nothing is run for what is there")
  }

  @Test(arguments: ["stamp", "file", "program", "python"]) func whatIsDamagedIsMadeAnew(_ what: String) async throws {
    try putPython()
    let environment = environment()
    _ = try await environment.prepare()
    let victim =
      switch what {
      case "stamp": environment.stampPath
      case "file": "\(environment.folder)/lib/python3.10/site-packages/one/code.py"
      case "program": "\(environment.folder)/bin/convert"
      default: environment.python
      }
    try FileManager.default.removeItem(atPath: victim)
    guard case .damaged = environment.state() else {
      Issue.record("\(what): \(environment.state())")
      return
    }
    _ = try await environment.prepare()
    guard case .ready = environment.state() else {
      Issue.record("\(what) is not repaired: \(environment.state())")
      return
    }
  }

  @Test func anotherRecipeMakesItAnew() async throws {
    try putPython()
    _ = try await environment().prepare()
    let newer = ToolRecipe(
      name: "fake", purpose: "tests", pythons: ["3.10"], packages: ["one==2"], patches: [], modules: ["one"],
      programs: ["convert"], downloadBytes: 1, installedBytes: 1, isForLinuxOnX86: false)
    #expect(environment(newer).state() == .outdated)
    _ = try await environment(newer).prepare()
    #expect(calls.contains { $0.hasSuffix("one==2") })
  }

  @Test func twoAtOnceMakeItOnce() async throws {
    try putPython(behaviour: "sleep 0.05")
    let environment = environment()
    async let first = environment.prepare()
    async let second = environment.prepare()
    _ = try await (first, second)
    #expect(calls.count { $0.contains("pip install") } == 1)
  }

  /// Two that find nothing while a third reads: one of them makes it, and the other need not wait until that one is done
  /// with it.
  @Test(.timeLimit(.minutes(15))) func whoWaitsGoesOnBesideWhoMadeIt() async throws {
    try putPython()
    let environment = environment()
    let waiting = Mutex(0)
    try Files.makeFolder(scratch.path("tools"))
    var reader: FolderLock? = try await FolderLock(environment.lockPath, isExclusive: false)
    let count: @Sendable (ToolProgress) -> Void = { if $0.step == .waiting { waiting.withLock { $0 += 1 } } }
    async let first = environment.prepare(progress: count)
    async let second = environment.prepare(progress: count)
    while waiting.withLock({ $0 }) < 2 { try await Task.sleep(nanoseconds: 5_000_000) }
    withExtendedLifetime(reader) {}
    reader = nil
    let tools = try await (first, second)
    withExtendedLifetime(tools) {}
    #expect(calls.count { $0.contains("pip install") } == 1)
    #expect(waiting.withLock { $0 } == 2, "each is told once")
  }

  @Test func aFailingPipIsExplainedAndLeavesNothing() async throws {
    try putPython(
      behaviour: """
        case "$*" in *"pip install"*) echo "ERROR: No matching distribution found for two==2" >&2; exit 1 ;; esac
        """)
    let error = try await failure(environment())
    #expect(error.code == .toolUnavailable)
    #expect(error.message.contains("ended with status 1"))
    #expect(error.message.contains("  ERROR: No matching distribution found for two==2"))
    #expect(error.message.contains("is in \(scratch.path("tools/fake.log"))"))
    #expect(!scratch.exists("tools/fake") && scratch.text("tools/fake.log").contains("No matching distribution"))
  }

  @Test func aFullDiskIsNamed() async throws {
    try putPython(
      behaviour: """
        case "$*" in *"pip install"*) echo "ERROR: [Errno 28] No space left on device" >&2; exit 1 ;; esac
        """)
    let error = try await failure(environment())
    #expect(error.code == .unwritableFile && error.message.contains("the disk is full"), "\(error.message)")
    let large = ToolRecipe(
      name: "fake", purpose: "tests", pythons: ["3.10"], packages: [], patches: [], modules: [], programs: [],
      downloadBytes: 1, installedBytes: 1 << 60, isForLinuxOnX86: false)
    let before = try await failure(environment(large))
    #expect(before.code == .unwritableFile && before.message.contains("MB are free"), "\(before.message)")
  }

  @Test func withoutPythonTwoCommandsAreNamed() async throws {
    // pyenv's shim answers with a complaint, and another version is no help.
    try scratch.put(
      "#!/bin/sh\necho 'pyenv: python3.10: command not found' >&2\nexit 127\n", at: "bin/python3.10", isProgram: true)
    try putPython("bin/python3", version: "3.12")
    let error = try await failure(environment())
    #expect(error.code == .toolUnavailable)
    #expect(error.message.split(separator: "\n").count { $0.hasPrefix("  ") } == 2, "\(error.message)")
    #expect(error.message.contains("python3 -m pip install --user uv"))
    let condition = try await ToolDoctor.condition(of: environment())
    #expect(!condition.isReady && !condition.canBeMade)
    #expect(condition.facts.contains { $0.contains("uv python install") })
  }

  @Test func pyenvAndUvAreFound() async throws {
    try putPython("pyenv/versions/3.10.13/bin/python3.10")
    let found = try await environment().finder.find(["3.10"])
    #expect(found == .program(scratch.path("pyenv/versions/3.10.13/bin/python3.10"), version: "3.10"))
    try FileManager.default.removeItem(atPath: scratch.path("pyenv"))
    try scratch.put("#!/bin/sh\n", at: "bin/uv", isProgram: true)
    #expect(try await environment().finder.find(["3.10"]) == .uv(scratch.path("bin/uv"), version: "3.10"))
  }

  @Test func anInstallationThatIsCancelledLeavesNothing() async throws {
    try putPython(
      behaviour: """
        case "$*" in *"pip install"*) sleep 600 & echo $! > "\(scratch.path("child"))"; wait ;; esac
        """)
    let environment = environment()
    let task = Task { _ = try await environment.prepare() }
    while !scratch.exists("child") { try await Task.sleep(nanoseconds: 5_000_000) }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(!scratch.exists("tools/fake"))
    let child = try #require(Int32(scratch.text("child").trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(await ends(child), "what pip started goes on")
  }

  /// The recipes name every package with its version, and each once.
  @Test(arguments: ToolRecipe.all) func recipesArePinned(_ recipe: ToolRecipe) {
    let names = recipe.packages.compactMap {
      $0.firstMatch(of: /^([A-Za-z0-9_-]+)==[0-9][A-Za-z0-9.]*$/)?.1.lowercased()
    }
    #expect(names.count == recipe.packages.count && Set(names).count == names.count)
  }
}

/// Whether a process is gone, or is within ten seconds; it may be a moment's zombie.
func ends(_ process: Int32) async -> Bool {
  for _ in 0..<1000 {
    let status = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
    if kill(process, 0) != 0 || status.contains(") Z ") { return true }
    try? await Task.sleep(nanoseconds: 10_000_000)
  }
  return false
}
