/// A way to write pages down: `page.formatted(.text)`, `.json`, `.jsonl`, `.tsv`.
///
/// Formats are values. One of your own needs a type that conforms and, to be reached as the others are, a static member
/// in `extension PageFormat where Self == YourFormat`. Each format is described in docs/output.md.
public protocol PageFormat: Sendable {
  /// How names of files in this format end, without the dot.
  var fileExtension: String { get }

  /// What stands once before the first page, its line feed included; empty for most formats.
  var header: String { get }

  /// What stands between two pages that go into one file; empty for most formats.
  var separator: String { get }

  /// One page, its last line feed included.
  ///
  /// - Parameter source: The name of the picture, written by the formats that have a place for it; nil if unknown.
  func write(_ page: Page, source: String?) -> String
}

extension PageFormat {
  /// Nothing.
  public var header: String { "" }

  /// Nothing.
  public var separator: String { "" }

  /// A whole file: the header and the pages.
  public func document(of pages: some Sequence<PageRecord>) -> String {
    header + pages.map { write($0.page, source: $0.source) }.joined(separator: separator)
  }
}

extension Page {
  /// The page as a file of its own in a format.
  ///
  /// - Parameter source: The name of the picture, for the formats that have a place for it; nil if unknown.
  public func formatted(_ format: some PageFormat, source: String? = nil) -> String {
    format.header + format.write(self, source: source)
  }
}
