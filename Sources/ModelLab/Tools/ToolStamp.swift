internal import Failure
internal import FoundationEssentials

/// What is written into an environment when it is done.
struct ToolStamp: Codable {
  /// The recipe's text.
  var recipe: String
  /// The version of Python, `3.10.13` for instance.
  var python: String
  /// The files of all packages.
  var files: Int
  /// Their bytes.
  var bytes: Int

  init(recipe: String, python: String, files: Int, bytes: Int) {
    self.recipe = recipe
    self.python = python
    self.files = files
    self.bytes = bytes
  }

  /// Reads a stamp; nil where there is none, or something else.
  init?(contentsOf path: String) {
    guard let size = Files.size(path), size < 1 << 20, let data = FileManager.default.contents(atPath: path),
      let stamp = try? JSONDecoder().decode(Self.self, from: data)
    else { return nil }
    self = stamp
  }

  /// Writes it.
  ///
  /// - Throws: `unwritableFile`.
  func write(to path: String) throws(LegibleError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(self) else { preconditionFailure("strings and numbers are JSON") }
    try Files.write(String(decoding: data, as: UTF8.self) + "\n", to: path)
  }
}
