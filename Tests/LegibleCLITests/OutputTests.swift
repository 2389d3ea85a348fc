import Foundation
import Legible
import Testing

/// Where results land, and what is left where something goes wrong.
@Suite(.needsModels) struct OutputTests {
  @Test func aFileTellsItsForm() throws {
    let scratch = try Scratch()
    try scratch.draw("Hello World", at: "a.png")
    #expect(try Command.run(["a.png", "-o", "new/a.txt"], in: scratch.folder).status == 0)
    #expect(scratch.text("new/a.txt") == "Hello World\n")
    #expect(try Command.run(["a.png", "-o", "a.json"], in: scratch.folder).output == "")
    #expect(scratch.text("a.json").hasPrefix("{"))
    #expect(scratch.files == ["a.json", "a.png", "new/a.txt"])
  }

  @Test func aFolderGetsAFileForEachPicture() throws {
    let scratch = try Scratch()
    try scratch.draw("Ten", at: "in/p10.png")
    try scratch.draw("Two", at: "in/p2.png")
    try scratch.draw("Same name", at: "in/p2.jpg")
    try scratch.draw("Deep", at: "in/deep/x.png")
    try scratch.draw("Hidden", at: "in/.hidden.png")
    try scratch.put("no picture", at: "in/notes.txt")
    // A loop: a folder that leads back to one above it.
    try FileManager.default.createSymbolicLink(
      atPath: scratch.path("in/deep/loop"), withDestinationPath: scratch.path("in"))
    let result = try Command.run(["in", "-o", "out/"], in: scratch.folder)
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      scratch.files.filter { $0.hasPrefix("out/") }
        == ["out/deep/x.txt", "out/p10.txt", "out/p2.jpg.txt", "out/p2.png.txt"])
    #expect(scratch.text("out/p2.jpg.txt") == "Same name\n")
    let printed = try Command.run(["in"], in: scratch.folder).output
    #expect(
      printed.matches(of: /==> (.*) <==/).map { String($0.output.1) }
        == ["in/p2.jpg", "in/p2.png", "in/p10.png", "in/deep/x.png"])
  }

  @Test func severalGoIntoOneFileWhereItsNameSaysSo() throws {
    let scratch = try Scratch()
    try scratch.draw("One", at: "a.png")
    try scratch.draw("Two", at: "b.png")
    #expect(try Command.run(["a.png", "b.png", "-o", "all.jsonl"], in: scratch.folder).status == 0)
    #expect(scratch.text("all.jsonl").split(separator: "\n").count == 2)
  }

  @Test func resultsNeverOverwriteOneAnother() throws {
    let scratch = try Scratch()
    try scratch.draw("One", at: "x/a.png")
    try scratch.draw("Two", at: "y/a.png")
    let result = try Command.run(["x/a.png", "y/a.png", "-o", "out"], in: scratch.folder)
    #expect(result.status == 64)
    #expect(result.errors.contains("x/a.png and y/a.png would both be written to out/a.png.txt"))
    #expect(scratch.files == ["x/a.png", "y/a.png"])
    let over = try Command.run(["x/a.png", "--annotate", "x/a.png"], in: scratch.folder)
    #expect(over.status == 64)
    #expect(over.errors.contains("is one of the pictures to read"))
    #expect(try Command.run(["x/a.png", "--annotate", "x/"], in: scratch.folder).status == 64)
  }

  @Test func devicesAreWrittenInPlace() throws {
    let scratch = try Scratch()
    try scratch.draw("One", at: "a.png")
    #expect(try Command.run(["a.png", "-o", "/dev/null", "--annotate", "/dev/null"], in: scratch.folder).status == 0)
    var status = stat()
    #expect(stat("/dev/null", &status) == 0 && status.st_mode & S_IFMT == S_IFCHR)
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func aFullDiskIsAnError() throws {
    let scratch = try Scratch()
    try scratch.draw("One", at: "a.png")
    for line in ["$legible a.png -o /dev/full", "$legible a.png > /dev/full", "$legible a.png --annotate /dev/full"] {
      let result = try Command.shell(line, in: scratch.folder)
      #expect(result.status == 73, "\(line)")
      #expect(result.errors.contains("cannot be written, no space left on device: make room"), "\(result.errors)")
    }
  }

  @Test func aFailedWriteLeavesWhatWasThere() throws {
    let scratch = try Scratch()
    try scratch.draw("One", at: "a.png")
    try scratch.put("old", at: "a.txt")
    // A limit on the size of files stands for a full disk.
    let result = try Command.shell("trap '' XFSZ; ulimit -f 0; $legible a.png -o a.txt", in: scratch.folder)
    #expect(result.status == 73)
    #expect(scratch.text("a.txt") == "old")
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.folder).sorted() == ["a.png", "a.txt"])
  }

  @Test(arguments: ["k.txt", "k.json", "k.jsonl", "k.tsv"])
  func whereNothingCouldBeReadTheOldFileStays(_ name: String) throws {
    let scratch = try Scratch()
    try scratch.put("keep", at: name)
    try scratch.put("no picture", at: "broken.png")
    #expect(try Command.run(["none.png", "broken.png", "-o", name], in: scratch.folder).status == 1)
    #expect(scratch.text(name) == "keep")
    #expect(try Command.run(["none.png", "-o", "new-\(name)"], in: scratch.folder).status == 1)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.folder).sorted() == ["broken.png", name])
    try scratch.draw("One", at: "a.png")
    #expect(try Command.run(["none.png", "a.png", "-o", name], in: scratch.folder).status == 1)
    #expect(scratch.text(name).contains("One"))
    let array = try Command.run(["none.png", "broken.png", "-f", "json"], in: scratch.folder)
    #expect(array.output == "[]\n")
  }

  @Test func aReaderThatLeavesIsNoError() throws {
    let scratch = try Scratch()
    for i in 1...3 { try scratch.draw("Picture \(i)", at: "\(i).png") }
    let result = try Command.shell("$legible *.png | head -1; echo ${PIPESTATUS[0]}", in: scratch.folder)
    #expect(result.output.hasPrefix("==> 1.png <==\n"))
    #expect(result.errors == "")
    let ignored = try Command.shell("trap '' PIPE; $legible *.png | head -1", in: scratch.folder)
    #expect(ignored.errors == "")
  }

  @Test func anInterruptionLeavesNoHalfFile() throws {
    let scratch = try Scratch()
    for i in 1...40 { try scratch.draw("Picture \(i)", at: "in/\(i).png") }
    let result = try Command.shell(
      """
      $legible in -o all.txt & id=$!
      for i in $(seq 200); do ls -A | grep -q '^.legible-' && break; sleep 0.02; done
      ls -A | grep -c '^.legible-'; kill -TERM $id; wait $id; echo $?; ls -A
      """, in: scratch.folder)
    #expect(result.output == "1\n143\nin\n", "the file was begun, SIGTERM ended the command, nothing is left")
  }

  @Test func whatWasReadIsDrawn() throws {
    let scratch = try Scratch()
    let image = try scratch.draw("Hello World", at: "a.png")
    #expect(try Command.run(["a.png", "--annotate", "seen.png"], in: scratch.folder).status == 0)
    let seen = try Image(contentsOf: scratch.path("seen.png"))
    // A wide picture has the page with what was read below it, a little apart.
    #expect(seen.width == image.width)
    #expect((image.height * 2 + 2...image.height * 2 + 12).contains(seen.height))
    let page = try #require(seen.cropped(x: 0, y: seen.height - image.height, width: 520, height: image.height))
    #expect(page.pixels.contains { $0 < 64 }, "the text is drawn")
    try scratch.draw("Two", at: "b.png")
    #expect(try Command.run(["a.png", "b.png", "--annotate", "drawn"], in: scratch.folder).status == 0)
    #expect(scratch.files.filter { $0.hasPrefix("drawn/") } == ["drawn/a.png", "drawn/b.png"])
  }

  @Test func aPictureThatItsFormatCannotHoldIsNamed() throws {
    let scratch = try Scratch()
    try Image(size: Size(width: 40, height: 16400)).write(to: scratch.path("long.png"))
    let result = try Command.run(["long.png", "--annotate", "seen.webp"], in: scratch.folder)
    #expect(result.status == 73)
    #expect(result.errors.hasPrefix("legible: seen.webp: the picture is "), "\(result.errors)")
  }

  @Test func aFolderWithoutPicturesIsReported() throws {
    let scratch = try Scratch()
    try scratch.put("x", at: "in/notes.txt")
    let result = try Command.run(["in"], in: scratch.folder)
    #expect(result.status == 1)
    #expect(result.errors == "legible: in: there is no picture in this folder\n")
  }
}
