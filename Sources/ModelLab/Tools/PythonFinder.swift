internal import Failure
internal import FoundationEssentials
internal import Subprocess

#if canImport(System)
internal import System
#else
internal import SystemPackage
#endif

/// Looks for a Python that can make virtual environments: on PATH, among pyenv's versions, and through uv.
struct PythonFinder: Sendable {
  /// What was found.
  enum Found: Hashable, Sendable {
    /// A program of a version, `3.10` for instance.
    case program(String, version: String)
    /// uv, which brings a Python of the version.
    case uv(String, version: String)

    /// For people.
    var description: String {
      switch self {
      case .program(let path, let version): "Python \(version) (\(path))"
      case .uv(let path, let version): "Python \(version) by uv (\(path))"
      }
    }
  }

  /// The folders of PATH.
  var folders: [String]
  /// The user's folder.
  var home: String
  /// The folder of pyenv, which has `versions` in it.
  var pyenv: String

  init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    folders = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
    home = environment["HOME"] ?? "."
    pyenv = environment["PYENV_ROOT"].flatMap { $0.isEmpty ? nil : $0 } ?? "\(home)/.pyenv"
  }

  /// The first Python that works, of the first version that there is; nil where there is none.
  func find(_ versions: [String]) async throws -> Found? {
    for version in versions {
      for path in candidates(version) where try await works(path, version) { return .program(path, version: version) }
    }
    guard let uv = (folders + ["\(home)/.local/bin", "\(home)/.cargo/bin"]).lazy.map({ "\($0)/uv" }).first(where: runs)
    else { return nil }
    return .uv(uv, version: versions[0])
  }

  /// What is to be done where there is none: two commands.
  static func advice(_ versions: [String]) -> String {
    """
    Python \(versions.joined(separator: " or ")) with venv and ensurepip is needed; it was looked for on PATH, in pyenv \
    and through uv. These two commands get it:
      python3 -m pip install --user uv
      python3 -m uv python install \(versions[0])
    """
  }

  /// The programs that may be of a version: those of that name on PATH, all that are called python there, and pyenv's.
  private func candidates(_ version: String) -> [String] {
    let named = folders.map { "\($0)/python\(version)" } + ["\(home)/.local/bin/python\(version)"]
    let versions = Files.names(in: "\(pyenv)/versions").filter { $0 == version || $0.hasPrefix("\(version).") }
    let ofPyenv = versions.reversed().map { "\(pyenv)/versions/\($0)/bin/python\(version)" }
    let any = folders.map { "\($0)/python3" }
    var seen: Set<String> = []
    return (named + ofPyenv + any).filter { runs($0) && seen.insert($0).inserted }
  }

  private func runs(_ path: String) -> Bool {
    Files.isFile(path) && FileManager.default.isExecutableFile(atPath: path)
  }

  /// Whether a program is Python of the version and can make environments. That of pyenv's shims often is a word about
  /// versions only, and Debian's often comes without ensurepip.
  private func works(_ path: String, _ version: String) async throws -> Bool {
    let question = "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2])"
    do {
      let result = try await Subprocess.run(
        .path(.init(path)), arguments: ["-c", question], environment: .inherit.updating(["PYTHONPATH": nil]),
        output: .string(limit: 1 << 12), error: .discarded)
      return result.terminationStatus.isSuccess
        && result.standardOutput.split(whereSeparator: \.isNewline).last.map(String.init) == version
    } catch let error as CancellationError {
      throw error
    } catch {
      return false
    }
  }
}
