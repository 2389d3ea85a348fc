import Foundation
import Testing

/// What the command says of itself.
@Suite struct HelpTests {
  /// `UPDATE_SNAPSHOTS=1` writes the stored texts anew.
  @Test(arguments: [
    ("help", ["--help"]), ("help-read", ["read", "--help"]), ("help-evaluate", ["evaluate", "--help"]),
    ("help-models", ["models", "--help"]), ("help-models-list", ["models", "list", "--help"]),
    ("help-models-info", ["models", "info", "--help"]), ("help-models-fetch", ["models", "fetch", "--help"]),
    ("help-models-verify", ["models", "verify", "--help"]), ("help-models-remove", ["models", "remove", "--help"]),
    ("help-models-path", ["models", "path", "--help"]), ("help-calibrate", ["calibrate", "--help"]),
    ("help-verify", ["verify", "--help"]), ("help-convert", ["convert", "--help"]),
  ])
  func helpIsAsStored(_ name: String, _ arguments: [String]) throws {
    let result = try Command.run(arguments)
    #expect(result.status == 0)
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
      "Snapshots/\(name).txt")
    if ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] != nil {
      try Data(result.output.utf8).write(to: file)
    }
    let stored = try String(contentsOf: file, encoding: .utf8)
    #expect(result.output == stored, "UPDATE_SNAPSHOTS=1 stores the new text, if it is meant")
  }

  /// What is longer than the screen is wide goes on at its left edge.
  @Test(arguments: ["", "read", "live", "evaluate", "models", "convert", "calibrate", "verify"])
  func examplesFitTheUsualScreen(_ command: String) throws {
    let arguments = (command.isEmpty ? [] : [command]) + ["--help"]
    let help = try Command.run(arguments, environment: ["COLUMNS": "80"]).output
    let examples = help.split(separator: "\n", omittingEmptySubsequences: false).drop { $0 != "Examples:" }.dropFirst()
      .prefix { !$0.isEmpty }
    #expect(!examples.isEmpty)
    for line in examples { #expect(line.hasPrefix("  "), "\(line)") }
  }

  @Test func everyOptionIsDocumented() throws {
    let page = try String(
      contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../docs/command.md"), encoding: .utf8)
    let commands = [
      ["read"], ["evaluate"], ["models", "list"], ["models", "fetch"], ["convert"], ["calibrate"], ["verify"],
    ]
    for command in commands {
      let help = try Command.run(command + ["--help"]).output
      let options = Set(help.matches(of: /--[a-z][a-z-]+/).map { String($0.output) })
      #expect(options.count > (command.count == 1 ? 5 : 1))
      for option in options.sorted() { #expect(page.contains("`\(option)"), "\(option) is missing in docs/command.md") }
    }
  }

  @Test func versionIsANumber() throws {
    let result = try Command.run(["--version"])
    #expect(result.status == 0)
    #expect(result.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
  }

  @Test(arguments: ["bash", "zsh", "fish"]) func completionScriptsComeOut(_ shell: String) throws {
    let result = try Command.run(["--generate-completion-script", shell])
    #expect(result.status == 0)
    #expect(result.output.contains("bf16") && result.output.contains("jsonl"))
  }
}
