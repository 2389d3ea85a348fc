import Testing

@testable import LegibleCLI

/// The parts of the command that need no model.
@Suite struct PartsTests {
  @Test func numbersInNamesCount() {
    let names = ["page 10.png", "page 2.png", "Page 1.png", "page 02.png", "a", "page"]
    #expect(
      names.sorted { $0.comesBefore($1) } == ["a", "page", "Page 1.png", "page 02.png", "page 2.png", "page 10.png"])
  }

  @Test func namesAreTakenApart() {
    #expect("a/b.c/d.tar.gz".fileExtension == "gz")
    #expect("a/b.c/d".fileExtension == "")
    #expect("a/.hidden".fileExtension == "")
    #expect("a/d.png".withoutExtension == "a/d")
    #expect("a/d.png".fileName == "d.png")
    #expect("d.png".parentFolder == "")
    #expect("a/".appendingPath("b") == "a/b")
  }

  @Test func theBarFitsTheTerminal() {
    let bar = ProgressBar(done: 3, count: 12, name: "文.png").drawn(columns: 80)
    #expect(bar == "[######------------------]  3/12 文.png")
    #expect(ProgressBar(done: 12, count: 12, name: "x").drawn(columns: 10).count < 10)
  }

  @Test func controlCharactersAreShown() {
    #expect("a\u{1B}[2J\n".withoutControlCharacters == #"a\u{1B}[2J\n"#)
    #expect("文 é".withoutControlCharacters == "文 é")
  }

  @Test func pixelsMayBeMillions() throws {
    #expect(try PixelCount("200M").value == 200_000_000)
    #expect(try PixelCount("12345").value == 12345)
    #expect(PixelCount(value: 100_000_000).description == "100M")
    #expect(throws: (any Error).self) { try PixelCount("-1M") }
    #expect(throws: (any Error).self) { try PixelCount("M") }
  }
}
