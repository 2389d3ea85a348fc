import Foundation
import LegibleTesting

/// Somebody who follows an address, with curl.
final class Viewer {
  private let process = Process()
  private let path = FileManager.default.temporaryDirectory.appending(path: "viewer-\(UUID().uuidString)").path

  init(_ url: String) throws {
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "curl", "--silent", "--no-buffer", "--noproxy", "*", "--max-time", "600", "--output", path, url,
    ]
    process.standardInput = FileHandle.nullDevice
    try process.start()
  }

  deinit {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    try? FileManager.default.removeItem(atPath: path)
  }

  /// What came until now.
  var text: String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }

  /// What came until the end.
  func wait() -> String {
    _ = process.end()
    return text
  }
}
