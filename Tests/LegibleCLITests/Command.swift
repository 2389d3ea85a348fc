import Foundation
import LegibleTesting

/// The built `legible`, run as a process of its own.
struct Command {
  var status: Int32
  var output: String
  var errors: String

  /// The program, beside the test program.
  static let path: String = {
    // On Linux the tests are a program in the folder that the products are built into; on macOS a bundle in it.
    let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    var folder = URL(fileURLWithPath: own).deletingLastPathComponent()
    while folder.path != "/" {
      let program = folder.appendingPathComponent("legible").path
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(atPath: program, isDirectory: &isFolder), !isFolder.boolValue,
        folder.path.contains(".build")
      {
        return program
      }
      folder.deleteLastPathComponent()
    }
    return "legible"
  }()

  /// Runs it to its end.
  static func run(
    _ arguments: [String], input: Data? = nil, in folder: String? = nil, environment: [String: String] = [:]
  ) throws -> Command {
    try run(program: path, arguments, input: input, in: folder, environment: environment)
  }

  /// Runs a shell line in which `$legible` is the program.
  static func shell(_ line: String, in folder: String? = nil) throws -> Command {
    try run(program: "/bin/bash", ["-c", line], in: folder, environment: ["legible": path])
  }

  private static func run(
    program: String, _ arguments: [String], input: Data? = nil, in folder: String?, environment: [String: String]
  ) throws -> Command {
    // Files rather than pipes: nothing has to be read meanwhile.
    let scratch = try Scratch()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
    process.environment = ProcessInfo.processInfo.environment.merging(["COLUMNS": "100", "LEGIBLE_CACHE": ""]) { $1 }
      .merging(environment) { $1 }
    if let input { try input.write(to: URL(fileURLWithPath: scratch.path("in"))) }
    process.standardInput = input == nil ? FileHandle.nullDevice : FileHandle(forReadingAtPath: scratch.path("in"))
    for name in ["out", "err"] { try Data().write(to: URL(fileURLWithPath: scratch.path(name))) }
    process.standardOutput = FileHandle(forWritingAtPath: scratch.path("out"))
    process.standardError = FileHandle(forWritingAtPath: scratch.path("err"))
    try process.start()
    return Command(status: process.end(), output: scratch.text("out"), errors: scratch.text("err"))
  }
}
