import Foundation
import Legible
import LegibleTesting
import Testing

@Suite struct PageFormatTests {
  /// A page of a horizontal line of two words and a vertical one.
  static let page: Page = {
    func character(_ text: String, _ x: Double, _ y: Double, _ score: Float) -> TextCharacter {
      TextCharacter(text: text, score: score, quad: Quad(Rect(x: x, y: y, width: 10, height: 20)))
    }
    let first = TextLine(
      quad: Quad(Rect(x: 10.25, y: 5, width: 40, height: 20)),
      characters: [
        character("N", 10, 5, 0.99), character("o", 20, 5, 0.98765), character(" ", 30, 5, 0.5),
        character("5", 40, 5, 1),
      ], detectionScore: 0.91)
    let second = TextLine(
      quad: Quad(Rect(x: 80, y: 5, width: 20, height: 40)),
      characters: [character("縦", 80, 5, 0.75), character("\"", 80, 25, 0.5)], direction: .vertical)
    return Page(size: Size(width: 120, height: 60), lines: [first, second], droppedLines: 1)
  }()
  static let source = "photos/no 5.jpg"

  /// The code block after `<!-- example: name -->` in docs/output.md.
  static func example(_ name: String) throws -> String {
    let text = try contents("docs/output.md")
    let start = try #require(text.range(of: "<!-- example: \(name) -->\n"), "docs/output.md has no example \(name)")
    let fence = try #require(
      text.range(
        of: "\n", range: text.range(of: "```", range: start.upperBound..<text.endIndex)!.upperBound..<text.endIndex))
    let end = try #require(text.range(of: "\n```", range: fence.upperBound..<text.endIndex))
    return text[fence.upperBound..<end.lowerBound] + "\n"
  }

  static func contents(_ path: String) throws -> String {
    let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try String(contentsOf: package.appending(path: path), encoding: .utf8)
  }

  @Test func text() throws {
    #expect(Self.page.formatted(.text) == "No 5\n縦\"\n")
    #expect(try Self.example("text") == Self.page.formatted(.text))
    #expect(Page(size: Size(width: 1, height: 1), lines: []).formatted(.text) == "")
  }

  @Test func tsv() throws {
    let expected = """
      source\tline\tscore\tx1\ty1\tx2\ty2\tx3\ty3\tx4\ty4\ttext
      photos/no 5.jpg\t1\t0.9925\t10.25\t5\t50.25\t5\t50.25\t25\t10.25\t25\tNo 5
      photos/no 5.jpg\t2\t0.625\t80\t5\t100\t5\t100\t45\t80\t45\t縦"

      """
    #expect(Self.page.formatted(.tsv, source: Self.source) == expected)
    #expect(try Self.example("tsv") == expected)
  }

  @Test func tsvKeepsRowsWhole() {
    var page = Self.page
    page.lines = [page.lines[0]]
    page.lines[0].characters[0].text = "a\tb\nc\u{2028}d\r"
    #expect(page.formatted(.tsv, source: "a\tb").split(separator: "\n").count == 2)
    #expect(page.formatted(.tsv).hasSuffix("\ta b c d o 5\n"))
    #expect(page.formatted(.tsv).split(separator: "\n")[1].hasPrefix("\t1\t"))
  }

  @Test func json() throws {
    #expect(try Self.example("json") == Self.page.formatted(.json, source: Self.source))
  }

  @Test func jsonLines() throws {
    let line = Self.page.formatted(.jsonl, source: Self.source)
    #expect(line.filter { $0 == "\n" }.count == 1 && line.hasSuffix("\n"))
    let decoder = JSONDecoder()
    let pretty = Self.page.formatted(.json, source: Self.source)
    #expect(
      try decoder.decode(JSONValue.self, from: Data(line.utf8))
        == decoder.decode(JSONValue.self, from: Data(pretty.utf8)))
  }

  @Test func jsonRoundTrip() throws {
    let first = Self.page.formatted(.jsonl, source: Self.source)
    let record = try JSONDecoder().decode(PageRecord.self, from: Data(first.utf8))
    #expect(record.source == Self.source)
    #expect(record.page.text == Self.page.text)
    #expect(record.page.formatted(.jsonl, source: record.source) == first)
    #expect(try JSONDecoder().decode(Page.self, from: Data(first.utf8)) == record.page)
    let other = first.replacing("\"schema\":1", with: "\"schema\":2")
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(PageRecord.self, from: Data(other.utf8)) }
  }

  @Test func jsonFollowsItsSchema() throws {
    let schema = JSONSchema(
      try JSONDecoder().decode(JSONValue.self, from: Data(Self.contents("docs/page.schema.json").utf8)))
    func problems(_ json: String) throws -> [String] {
      try schema.problems(of: JSONDecoder().decode(JSONValue.self, from: Data(json.utf8)))
    }
    var page = Self.page
    let json = page.formatted(.json, source: Self.source)
    #expect(try problems(json).isEmpty)
    #expect(try problems(page.formatted(.jsonl)).isEmpty)
    page.lines[0].polygon = [Point(1, 2), Point(3, 4), Point(5, 6)]
    #expect(try problems(page.formatted(.json)).isEmpty)
    #expect(try problems(Page(size: Size(width: 0, height: 0), lines: []).formatted(.json)).isEmpty)

    #expect(try problems(json.replacing("\"schema\": 1", with: "\"schema\": 2")) == ["$.schema is not the constant"])
    #expect(
      try problems(json.replacing("\"direction\": \"vertical\"", with: "\"direction\": \"up\""))
        == ["$.lines[1].direction is none of the values allowed"])
    #expect(try problems(json.replacing("\"score\": 0.75", with: "\"score\": 1.75")).count == 1)
    #expect(
      try problems(json.replacing("\"droppedLines\"", with: "\"dropped\""))
        == ["$.dropped is not in the schema", "$.droppedLines is missing"])
    #expect(try problems("[]").contains("$ is not of type object"))
  }

  @Test func severalPages() {
    let records = [PageRecord(source: "a", page: Self.page), PageRecord(source: "b", page: Self.page)]
    #expect(TextFormat().document(of: records) == "No 5\n縦\"\n\nNo 5\n縦\"\n")
    #expect(TSVFormat().document(of: records).split(separator: "\n").count == 5)
    #expect(JSONLinesFormat().document(of: records).split(separator: "\n").count == 2)
  }
}
