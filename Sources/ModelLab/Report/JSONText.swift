internal import Failure
internal import FoundationEssentials
internal import Raster

/// JSON as all lists and reports here are written: sorted keys, indented, a line feed at the end.
enum JSONText {
  /// The text of a value.
  static func text(of value: some Encodable) throws(LegibleError) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
    } catch {
      throw LegibleError(.invalidData, "A report cannot be written as JSON: \(error)")
    }
  }

  /// Writes a file, whole or not at all.
  static func write(_ value: some Encodable, to path: String) throws(LegibleError) {
    try TextFile.write(text(of: value), to: path)
  }
}

/// Files of text that appear whole or not at all.
enum TextFile {
  /// Writes a file.
  ///
  /// - Throws: `unwritableFile`; the message begins with the path.
  static func write(_ text: String, to path: String) throws(LegibleError) {
    do throws(LegibleError) {
      try FileOutput.write(Array(text.utf8), to: path)
    } catch {
      throw LegibleError(error.code, "\(path): \(error.message)")
    }
  }
}
