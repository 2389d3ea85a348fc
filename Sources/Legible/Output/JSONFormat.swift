#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// A page with everything that is known of it, as JSON to look at: what fits stands on one line, the rest is indented.
///
/// The fields are those of docs/page.schema.json, in alphabetical order. Several pages in one file are several JSON
/// values, one after the other, which `jq` and most stream readers take; for a value a line use ``JSONLinesFormat``.
public struct JSONFormat: PageFormat {
  /// Indented JSON.
  public init() {}

  /// json
  public var fileExtension: String { "json" }

  /// The page as a JSON object.
  public func write(_ page: Page, source: String?) -> String {
    JSONLayout.indented(JSONLinesFormat.json(PageRecord(source: source, page: page)), width: 100) + "\n"
  }
}

/// A page with everything that is known of it, as JSON on one line.
///
/// The fields are those of docs/page.schema.json, in alphabetical order.
public struct JSONLinesFormat: PageFormat {
  /// A line of JSON for each page.
  public init() {}

  /// jsonl
  public var fileExtension: String { "jsonl" }

  /// The page as a JSON object on one line.
  public func write(_ page: Page, source: String?) -> String {
    Self.json(PageRecord(source: source, page: page)) + "\n"
  }

  static func json(_ record: PageRecord) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Such numbers are nowhere made, but a page may be put together by hand.
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    do {
      return String(decoding: try encoder.encode(record), as: UTF8.self)
    } catch {
      preconditionFailure("A page holds strings and numbers, which can be encoded: \(error)")
    }
  }
}

extension PageFormat where Self == JSONFormat {
  /// Everything that is known of the page, as indented JSON.
  public static var json: JSONFormat { JSONFormat() }
}

extension PageFormat where Self == JSONLinesFormat {
  /// Everything that is known of the page, as one line of JSON.
  public static var jsonl: JSONLinesFormat { JSONLinesFormat() }
}
