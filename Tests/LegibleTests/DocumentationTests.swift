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

  /// The code above `pages(of:)`, compiled here.
  func pagesCode(_ paths: [String]) async throws -> [String] {
    var printed: [String] = []
    func print(_ text: String) { printed.append(text) }
    // Pages begin
    let reader = try await TextReader(compute: ComputeOptions(goal: .throughput))
    for try await page in reader.pages(of: paths.map(PageSource.file)) {
      switch page.result {
      case .success(let text): print(text.text)
      case .failure(let error): print(error.message)
      }
    }
    // Pages end
    return printed
  }

  @Test func theExampleOfManyPagesReadsThem() async throws {
    let source = try String(contentsOfFile: #filePath, encoding: .utf8)
    let compiled = try #require(source.split(separator: "// Pages begin\n").dropFirst().first)
      .split(separator: "\n").prefix { !$0.contains("Pages end") }
    let comment = try String(
      contentsOf: Self.root.appending(path: "Sources/Legible/Pages/TextReader+Pages.swift"), encoding: .utf8)
    let block = try #require(comment.split(separator: "/// ```swift\n").dropFirst().first)
    let shown = block.split(separator: "\n").map { $0.drop { "/ ".contains($0) } }.prefix { $0 != "```" }
    #expect(shown == compiled.map { $0.drop { $0 == " " } }[...])
    let path = Self.root.appending(path: "Samples/card.png").path
    let printed = try await pagesCode([path, "/nowhere.png", path])
    #expect(printed.count == 3 && printed[0] == printed[2])
    #expect(printed[0] == (try SampleTests.lines("card")).joined(separator: "\n"))
    #expect(printed[1].hasPrefix("/nowhere.png: "))
  }

  @Test func theShellExampleIsWhatIsRead() throws {
    let block = try #require(try Self.readme().split(separator: "```console\n").dropFirst().first)
    let shown = block.prefix { $0 != "`" }.split(separator: "\n").map(String.init)
    #expect(shown.first == "$ ./legible Samples/card.png")
    #expect(Array(shown.dropFirst()) == (try SampleTests.lines("card")))
  }
}
