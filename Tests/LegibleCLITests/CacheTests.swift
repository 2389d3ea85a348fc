import Foundation
import Legible
import Testing

/// Compiled models between runs of the command.
@Suite(.needsModels) struct CacheTests {
  /// The compiled networks in a folder.
  func files(_ folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".compiled") }.sorted()
  }

  @Test func aSecondRunReadsTheSame() throws {
    let scratch = try Scratch()
    try scratch.draw("Hello World", "Invoice 4711", at: "a.png")
    let arguments = ["a.png", "-f", "json", "--model", "tiny"]
    let plain = try Command.run(arguments, in: scratch.folder)
    let environment = ["LEGIBLE_CACHE": scratch.path("cache")]
    for _ in 0..<2 {
      let result = try Command.run(arguments, in: scratch.folder, environment: environment)
      #expect(result.status == 0 && result.errors == "")
      #expect(result.output == plain.output)
      // The detector and the recogniser: nothing here has to ask the classifier.
      #expect(files(scratch.path("cache")).count == 2)
    }
  }

  @Test func damagedFilesAreNobodysConcern() throws {
    let scratch = try Scratch()
    try scratch.draw("Hello World", at: "a.png")
    let environment = ["LEGIBLE_CACHE": scratch.path("cache")]
    let arguments = ["a.png", "--model", "tiny"]
    let first = try Command.run(arguments, in: scratch.folder, environment: environment)
    let kept = files(scratch.path("cache"))
    for name in kept {
      let data = try #require(FileManager.default.contents(atPath: scratch.path("cache/\(name)")))
      try data.prefix(data.count / 2).write(to: URL(fileURLWithPath: scratch.path("cache/\(name)")))
    }
    let second = try Command.run(arguments, in: scratch.folder, environment: environment)
    #expect(second.status == 0 && second.errors == "" && second.output == first.output)
    #expect(files(scratch.path("cache")) == kept)
  }

  @Test func twoAtOnceDoNotDisturbEachOther() throws {
    let scratch = try Scratch()
    try scratch.draw("Hello World", at: "a.png")
    let result = try Command.shell(
      """
      export LEGIBLE_CACHE=cache
      $legible a.png --model tiny > 1 & one=$!
      $legible a.png --model tiny > 2 & two=$!
      wait $one && wait $two && $legible a.png --model tiny > 3
      """, in: scratch.folder)
    #expect(result.status == 0 && result.errors == "")
    #expect(["1", "2", "3"].map(scratch.text) == Array(repeating: "Hello World\n", count: 3))
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path("cache")).count == 2)
  }

  @Test func theFolderIsTheUsersUnlessAnotherIsNamed() throws {
    let scratch = try Scratch()
    try scratch.draw("Hello World", at: "a.png")
    let result = try Command.shell(
      """
      set -e
      unset LEGIBLE_CACHE; export XDG_CACHE_HOME=$PWD/xdg HOME=$PWD/home
      $legible a.png --model tiny
      XDG_CACHE_HOME=relative $legible a.png --model tiny
      LEGIBLE_CACHE=named $legible a.png --model tiny
      LEGIBLE_CACHE= XDG_CACHE_HOME=$PWD/none $legible a.png --model tiny
      """, in: scratch.folder)
    #expect(result.status == 0 && result.errors == "")
    for folder in ["xdg/legible", "home/.cache/legible", "named"] {
      #expect(files(scratch.path(folder)).count == 2, "\(folder)")
    }
    for folder in ["relative", "none"] { #expect(!FileManager.default.fileExists(atPath: scratch.path(folder))) }
  }

  @Test func aLimitOnTheSizeOfFilesIsNoError() throws {
    let scratch = try Scratch()
    try scratch.draw("Hello World", at: "a.png")
    // Whoever writes beyond it is ended by a signal.
    let result = try Command.shell(
      "ulimit -f 1000; LEGIBLE_CACHE=cache $legible a.png --model tiny", in: scratch.folder)
    #expect(result.status == 0 && result.errors == "" && result.output == "Hello World\n")
    #expect((try? FileManager.default.contentsOfDirectory(atPath: scratch.path("cache"))) == [])
  }
}
