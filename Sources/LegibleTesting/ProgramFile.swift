internal import Foundation

/// Programs that tests write.
public enum ProgramFile {
  /// Writes a program that can be run at once, in the place of one that is there.
  ///
  /// It is copied by another process: a file that this one has written may still be open for writing in a process that another test
  /// starts at this moment, and cannot be run then ("text file busy").
  ///
  /// - Throws: what Foundation throws, or `CocoaError` where it cannot be copied.
  public static func write(_ text: String, to path: String) throws {
    let source = path + ".text"
    try Data(text.utf8).write(to: URL(fileURLWithPath: source))
    defer { try? FileManager.default.removeItem(atPath: source) }
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: source)
    let copy = Process()
    copy.executableURL = URL(filePath: "/bin/cp")
    copy.arguments = ["-p", source, path]
    try copy.start()
    guard copy.end() == 0 else { throw CocoaError(.fileWriteUnknown) }
  }
}
