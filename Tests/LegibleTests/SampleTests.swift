import Foundation
import Legible
import LegibleTesting
import Testing

/// The drawn pictures of `Samples/`, read from end to end with the installed models.
///
/// `make update-samples` draws them anew and writes what is printed on them.
@Suite(.enabled(if: InstalledModels.areThere, "no models are installed: run ./legible --setup-only"))
struct SampleTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Samples")
  static let names = ["card", "columns", "dense", "meter", "plate", "receipt", "turned", "vertical"]

  static func picture(_ name: String) throws -> Image {
    try Image(contentsOf: folder.appending(path: "\(name).png").standardized.path)
  }

  static func lines(_ name: String) throws -> [String] {
    try String(contentsOf: folder.appending(path: "\(name).txt"), encoding: .utf8)
      .split(separator: "\n").map(String.init)
  }

  @Test(arguments: names) func smallReadsEverySampleAsPrinted(name: String) throws {
    let page = try InstalledModels.small.get().read(Self.picture(name))
    #expect(page.map(\.text) == (try Self.lines(name)), "\(page.text)")
  }

  /// Also lines that read well on their heads: those of a page decide together.
  @Test(arguments: ["card", "columns", "dense", "meter", "receipt"], [1, 2, 3])
  func smallReadsTurnedPagesAsPrinted(name: String, quarterTurns: Int) throws {
    let picture = try Self.picture(name).turned(quarterTurns: quarterTurns)
    var lines = try InstalledModels.small.get().read(picture).map(\.text)
    // On its side the card's chip, a square, is taken for a character.
    if name == "card", quarterTurns != 2 { lines.removeAll { $0.count <= 2 } }
    #expect(lines == (try Self.lines(name)))
  }

  @Test(arguments: names) func tinyMisreadsFewCharacters(name: String) throws {
    let page = try InstalledModels.tiny.get().read(Self.picture(name))
    let (read, printed) = (Self.characters(page.map(\.text)), Self.characters(try Self.lines(name)))
    let missing = printed.reduce(0) { $0 + max(0, $1.value - (read[$1.key] ?? 0)) }
    let total = printed.values.reduce(0, +)
    #expect(missing * 20 <= total, "\(missing) of \(total) characters are missing: \(page.text)")
  }

  private static func characters(_ lines: [String]) -> [Character: Int] {
    lines.joined().filter { !$0.isWhitespace }.reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }

  @Test func aReadingDoesNotDependOnTheNumberOfThreads() throws {
    let image = try Self.picture("card")
    let one = try TextReader(loading: .tiny, compute: .init(threads: 1, precision: .f32)).read(image)
    let three = try TextReader(loading: .tiny, compute: .init(threads: 3, precision: .f32)).read(image)
    #expect(one.map(\.text) == three.map(\.text))
    for (a, b) in zip(one, three) { #expect(abs(a.score - b.score) < 1e-4) }
  }

  @Test(arguments: [1, 2]) func aPageOfManyIsReadAsOneAlone(threads: Int) throws {
    let image = try Self.picture("receipt")
    let reader = try TextReader(loading: .tiny, compute: .init(threads: threads, precision: .f32))
    let alone = try reader.read(image)
    reader.expectManyPages()
    for _ in 0..<2 { #expect(try reader.read(image) == alone) }
  }

  @Test(arguments: 1...3) func automaticTurningFindsTurnedPages(turns: Int) throws {
    var options = RecognitionOptions()
    options.pageTurning = .automatic
    let turned = try Self.picture("columns").turned(quarterTurns: turns)
    let page = try InstalledModels.small.get().read(turned, options: options)
    #expect(page.map(\.text) == (try Self.lines("columns")))
    let box = try #require(page.first).quad.boundingBox
    #expect(box.minX >= 0 && box.maxX <= Double(turned.width) && box.maxY <= Double(turned.height))
  }

  @Test func digitsAloneAreReadWhereOnlyDigitsAreAllowed() throws {
    var options = RecognitionOptions()
    options.allowedCharacters = Set("0123456789.")
    let page = try InstalledModels.small.get().read(Self.picture("meter"), options: options)
    #expect(page.first?.text == "048213.7")
  }
}

/// The models that `./legible --setup-only` installs, loaded once, at f32 so that every processor gives the same.
enum InstalledModels {
  static let areThere = FileManager.default.fileExists(atPath: OCRModel.small.recognition?.path ?? "")
  static let small = Result { try TextReader(loading: .small, compute: .init(precision: .f32)) }
  static let tiny = Result { try TextReader(loading: .tiny, compute: .init(precision: .f32)) }
}
