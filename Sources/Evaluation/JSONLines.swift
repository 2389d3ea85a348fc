#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
internal import Failure

/// Files with a JSON object on each line.
enum JSONLines {
  /// The values in a file; empty lines are passed over.
  ///
  /// - Parameter advice: what to do where there is no file.
  static func read<Value: Decodable>(_ type: Value.Type, at path: String, advice: String) throws -> [Value] {
    guard FileManager.default.fileExists(atPath: path) else {
      throw LegibleError(.fileNotFound, "There is no file \(path): \(advice).")
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw LegibleError(.unreadableFile, "The file \(path) cannot be read.")
    }
    let decoder = JSONDecoder()
    var values: [Value] = []
    let lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (number, line) in lines.enumerated() where !line.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) {
      do {
        values.append(try decoder.decode(type, from: Data(line)))
      } catch {
        throw LegibleError(.invalidData, "\(path), line \(number + 1): \(explanation(of: error)).")
      }
    }
    return values
  }

  /// A value as a line, its line feed included.
  static func line(of value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
  }

  private static func explanation(of error: any Error) -> String {
    func place(_ context: DecodingError.Context) -> String {
      context.codingPath.isEmpty ? "the object" : context.codingPath.map(\.stringValue).joined(separator: ".")
    }
    switch error {
    case DecodingError.keyNotFound(let key, let context): return "\(place(context)) has no \"\(key.stringValue)\""
    case DecodingError.typeMismatch(let type, let context): return "\(place(context)) is not a \(type)"
    case DecodingError.valueNotFound(_, let context): return "\(place(context)) is null"
    case DecodingError.dataCorrupted(let context):
      return context.codingPath.isEmpty ? "this is no JSON object" : "\(place(context)) has a value that is not known"
    default: return "\(error)"
    }
  }
}

/// Names of files.
enum FileName {
  /// The last component of a path.
  static func last(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}
