import Foundation
import Testing

/// The page for those who come from MaixPy shows a program that compiles: `Examples/MaixPy` is built with the tests.
@Suite struct MaixPyPageTests {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")

  @Test(arguments: ["MaixPy", "LiveCamera"]) func theProgramOnThePageIsTheOneThatIsBuilt(_ name: String) throws {
    let page = try String(contentsOf: Self.root.appending(path: "docs/maixpy.md"), encoding: .utf8)
    let program = try String(contentsOf: Self.root.appending(path: "Examples/\(name)/\(name).swift"), encoding: .utf8)
    let shown = page.matches(of: /(?s)```swift\n(.*?)```/).map { String($0.output.1) }
    let part = try #require(
      program.firstMatch(of: /(?s)begin of what docs\/maixpy.md shows\n(.*?)\n *\/\/ end of what docs\/maixpy.md shows/)
    ).output.1
    let built = part.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : $0.dropFirst(4) }
    #expect(shown.contains(built.joined(separator: "\n") + "\n"))
    #expect(built.count <= 25)
    if name == "LiveCamera" {
      let readme = try String(contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8)
      #expect(readme.contains("```swift\n" + built.joined(separator: "\n") + "\n```"))
    }
  }

  @Test func everyKeyOfTheDescriptionIsDocumented() throws {
    let page = try String(contentsOf: Self.root.appending(path: "docs/mud.md"), encoding: .utf8)
    for line in MUDSamples.full.split(separator: "\n") {
      guard let key = line.firstMatch(of: /^([a-z_]+) =/)?.output.1, !key.hasPrefix("page_") else { continue }
      #expect(page.contains("`\(key)`"), "\(key)")
    }
    #expect(page.contains("`page_orientation_…`"))
  }
}
