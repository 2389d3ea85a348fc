import Foundation
import Legible
import Testing

/// What README.md shows is what happens.
@Suite(.enabled(if: InstalledModels.areThere, "no models are installed: run ./legible --setup-only"))
struct DocumentationTests {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized

  static func readme() throws -> String {
    try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
  }

  /// The code of README.md, compiled here; `theCodeIsThatOfTheReadme` compares the two.
  func readmeCode() async throws -> [String] {
    var printed: [String] = []
    func print(_ text: String, _ score: Float, _ corner: Point) { printed.append(text) }
    // README begin
    let reader = try await TextReader()
    let page = try reader.read(Image(contentsOf: "Samples/card.png"))
    for line in page {
      print(line.text, line.score, line.quad.topLeft)
    }
    // README end
    return printed
  }

  @Test func theCodeIsThatOfTheReadme() throws {
    let block = try #require(try Self.readme().split(separator: "```swift\n").dropFirst().first)
    let shown = block.prefix { $0 != "`" }.split(separator: "\n").filter { !$0.hasPrefix("import") }
    let source = try String(contentsOfFile: #filePath, encoding: .utf8)
    let compiled = try #require(source.split(separator: "// README begin\n").dropFirst().first)
      .split(separator: "\n").prefix { !$0.contains("README end") }
    #expect(shown.map { $0.drop { $0 == " " } } == compiled.map { $0.drop { $0 == " " } })
  }

  @Test func theShellExampleIsWhatIsRead() throws {
    let block = try #require(try Self.readme().split(separator: "```console\n").dropFirst().first)
    let shown = block.prefix { $0 != "`" }.split(separator: "\n").map(String.init)
    #expect(shown.first == "$ ./legible Samples/card.png")
    #expect(Array(shown.dropFirst()) == (try SampleTests.lines("card")))
  }
}
