import Foundation
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

  /// A pipe into which nobody writes would hold a folder up for ever.
  @Test func ofAFolderOnlyFilesAreRead() throws {
    let scratch = try Scratch()
    try scratch.put("", at: "in/a.png")
    #expect(mkfifo(scratch.path("in/pipe.png"), 0o600) == 0)
    try FileManager.default.createDirectory(atPath: scratch.path("in/folder.png"), withIntermediateDirectories: true)
    for (link, target) in [("b", "in/a.png"), ("c", "in/pipe.png"), ("d", "in/nothing"), ("e", "/dev/null")] {
      try FileManager.default.createSymbolicLink(
        atPath: scratch.path("in/\(link).png"),
        withDestinationPath: target.hasPrefix("/") ? target : scratch.path(target))
    }
    // A link that leads nowhere stays: that there is no picture is worth a message.
    #expect(FolderListing(of: scratch.path("in")).pictures == ["a.png", "b.png", "d.png"])
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
