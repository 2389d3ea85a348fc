/// The lines' text, a line each, in reading order; an empty line between pages.
public struct TextFormat: PageFormat {
  /// Plain text.
  public init() {}

  /// txt
  public var fileExtension: String { "txt" }

  /// An empty line.
  public var separator: String { "\n" }

  /// Each line of text with a line feed after it; nothing for a page without text.
  public func write(_ page: Page, source: String?) -> String {
    page.lines.map { $0.text + "\n" }.joined()
  }
}

extension PageFormat where Self == TextFormat {
  /// The lines' text, a line each.
  public static var text: TextFormat { TextFormat() }
}
