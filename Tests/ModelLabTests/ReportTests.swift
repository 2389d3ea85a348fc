import Foundation
import Legible
import LegibleTesting
@testable import ModelLab
import Testing

/// Reports as text, JSON and pages.
@Suite struct ReportTests {
  /// A recogniser that fails and a detector that passes.
  static func report() throws -> VerificationReport {
    var tolerance = Tolerance(cosine: 0.9, euclidean: 0.5)
    (tolerance.changedCharacters, tolerance.changedBoxes) = (0.005, 0.1)
    var reading = try ComparisonTests.reading(Converted.misreading, tolerance: tolerance).run(on: ComparisonTests.lines)
    reading.layers = LayerVerification(
      layers: [
        .init(name: "conv_0", operation: "Conv", similarity: Similarity(cosine: 0.999, euclidean: 0.98)),
        .init(name: "fc<1>", operation: "MatMul", similarity: Similarity(cosine: 0.7, euclidean: 0.2)),
      ], pictures: 3)
    let finding = try ComparisonTests.finding(ColorScript.detector(), tolerance: tolerance)
    return VerificationReport(networks: [reading, try finding.run(on: [ComparisonTests.page])])
  }

  /// `UPDATE_SNAPSHOTS=1` writes the stored texts anew.
  @Test(arguments: ["report.txt", "report.json"]) func reportsAreAsStored(_ name: String) throws {
    let report = try Self.report()
    let text = name == "report.txt" ? report.text : try report.json
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden/\(name)")
    if ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] != nil { try Data(text.utf8).write(to: file) }
    #expect(text == (try String(contentsOf: file, encoding: .utf8)), "UPDATE_SNAPSHOTS=1 stores it, if it is meant")
  }

  @Test func jsonIsReadBack() throws {
    let report = try Self.report()
    let back = try JSONDecoder().decode(VerificationReport.self, from: Data(try report.json.utf8))
    #expect(try back.json == (try report.json) && !back.passed && back.networks.count == 2)
  }

  @Test(arguments: [
    ("<script>alert('x')</script>", "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"), ("\"&\"", "&quot;&amp;&quot;"),
    ("a\u{0}b\u{1B}c\nd", "a\u{FFFD}b\u{FFFD}c d"), ("\u{202E}abc", "\u{FFFD}abc"), ("中文 ﷽", "中文 ﷽"),
  ]) func textIsEscaped(_ text: String, _ expected: String) {
    #expect(HTMLText.escaped(text) == expected)
  }

  @Test func changedCharactersAreMarkedAndEscaped() {
    let difference = TextDifference(["a", "<", "b"], ["a", ">", "b", "&"])
    #expect(HTMLText.marked(difference, isOriginal: true) == #"a<del>&lt;</del>b<del class="gap">‸</del>"#)
    #expect(HTMLText.marked(difference, isOriginal: false) == "a<ins>&gt;</ins>b<ins>&amp;</ins>")
    #expect(HTMLText.marked(TextDifference([], []), isOriginal: true) == "<i>nothing</i>")
  }

  @Test func aPageHoldsNothingThatItWasToldByNames() throws {
    let evil = "\"><img src=x onerror=alert(1)>.png"
    let picture = NamedPicture(name: evil) { try ComparisonTests.lines[0].open() }
    var network = try ComparisonTests.reading(Converted.misreading).run(on: [picture])
    network.original = "<b>&'\"</b>"
    let page = HTMLReport(VerificationReport(networks: [network]), pictures: [[picture]]).text
    #expect(!page.contains("<img src=x") && !page.contains("<b>&'"))
    #expect(page.contains("&quot;&gt;&lt;img src=x onerror=alert(1)&gt;.png"))
    #expect(
      page.contains("src=\"data:image/png;base64,") && page.contains("<del>R</del>") && page.contains("<ins>G</ins>"))
    for address in page.matches(of: /(?:src|href)="([^"]{0,5})/) {
      #expect(address.1.hasPrefix("data:") || address.1.hasPrefix("#"), "nothing is fetched: \(address.0)")
    }
    #expect(
      !page.contains("<script") && page.contains("prefers-color-scheme: dark") && page.contains("width=device-width"))
  }

  @Test func boxesAreDrawnInTheirColours() throws {
    let other = Converted.detector { values, shape in
      for i in 0..<(shape[2] / 3 * shape[3]) { values[i] = 0 }
    }
    let network = try ComparisonTests.finding(other).run(on: [ComparisonTests.page])
    let page = HTMLReport(VerificationReport(networks: [network]), pictures: [[ComparisonTests.page]]).text
    #expect(page.matches(of: /polygon class="lost"/).count == 1 && page.matches(of: /polygon class="same"/).count == 4)
    #expect(page.matches(of: /data:image\/jpeg/).count == 1, "the picture is stored once for both sides")
  }

  @Test func aPictureThatIsGoneIsLeftOut() throws {
    let gone = NamedPicture(name: "RGB.png") { throw LegibleError(.fileNotFound, "gone") }
    let network = try ComparisonTests.reading(Converted.misreading).run(on: ComparisonTests.lines)
    let page = HTMLReport(VerificationReport(networks: [network]), pictures: [[gone]]).text
    #expect(page.contains("RGB.png") && !page.contains("<img"))
  }

  @Test func bytesBecomeText() {
    for (bytes, text) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
      #expect(Base64.text(of: Array(bytes.utf8)) == text)
    }
    let all = (0...255).map { UInt8($0) }
    #expect(Base64.text(of: all) == Data(all).base64EncodedString())
  }

  @Test func reportsAreWrittenWholeOrNotAtAll() throws {
    let scratch = try Scratch()
    let report = try Self.report()
    try report.write(to: scratch.path("neu/报告"), pictures: [ComparisonTests.lines, [ComparisonTests.page]])
    #expect(scratch.files == ["neu/报告/report.html", "neu/报告/report.json", "neu/报告/report.txt"])
    #expect(scratch.text("neu/报告/report.txt") == report.text)
    // A full disk: what stands there is written in place, and fails.
    try FileManager.default.createSymbolicLink(
      atPath: scratch.path("full-report.json"), withDestinationPath: "/dev/full")
    #expect { try TextFile.write("x", to: scratch.path("full-report.json")) } throws: { error in
      LegibleError.Code.unwritableFile ~= error && "\(error)".contains("No space left")
    }
    try Data().write(to: URL(fileURLWithPath: scratch.path("file")))
    #expect { try report.write(to: scratch.path("file/report"), pictures: []) } throws: {
      LegibleError.Code.unwritableFile ~= $0 && "\($0)".hasPrefix(scratch.path("file/report"))
    }
  }
}
