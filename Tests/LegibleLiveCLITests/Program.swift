import Foundation
import LegibleTesting

/// The built `legible-live`, run as a process of its own.
final class Program {
  let folder: URL
  private let process = Process()

  /// Starts it in a folder of its own, without a display unless the environment names one.
  ///
  /// - Parameter prepare: puts into the folder what has to be there.
  init(_ arguments: [String], environment: [String: String] = [:], prepare: (URL) throws -> Void = { _ in }) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "legible-live-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try prepare(folder)
    process.executableURL = URL(fileURLWithPath: Self.path)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    var variables = ProcessInfo.processInfo.environment
    for name in ["DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"] { variables[name] = nil }
    process.environment = variables.merging(["COLUMNS": "100", "LEGIBLE_CACHE": ""]) { $1 }.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    for name in ["out", "err"] { try Data().write(to: folder.appending(path: name)) }
    process.standardOutput = try FileHandle(forWritingTo: folder.appending(path: "out"))
    process.standardError = try FileHandle(forWritingTo: folder.appending(path: "err"))
    try process.start()
  }

  deinit {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    try? FileManager.default.removeItem(at: folder)
  }

  var output: String { text("out") }
  var errors: String { text("err") }
  func text(_ name: String) -> String { (try? String(contentsOf: folder.appending(path: name), encoding: .utf8)) ?? "" }
  func path(_ name: String) -> String { folder.appending(path: name).path }

  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// Waits for its end, five minutes at the most.
  func status() -> Int32 {
    process.end()
  }

  /// Waits until something is true of what it wrote, two minutes at the most.
  func wait(until condition: () -> Bool) -> Bool {
    for _ in 0..<12_000 {
      if condition() { return true }
      if !process.isRunning { return condition() }
      usleep(10_000)
    }
    return false
  }

  /// The program, beside the test program.
  static let path: String = {
    let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    var folder = URL(fileURLWithPath: own).deletingLastPathComponent()
    while folder.path != "/" {
      let program = folder.appending(path: "legible-live").path
      if FileManager.default.isExecutableFile(atPath: program), folder.path.contains(".build") { return program }
      folder.deleteLastPathComponent()
    }
    return "legible-live"
  }()
}
