import Capture
import Foundation
import Testing

/// `legible-live` as its user runs it, with models and without a real display.
@Suite struct LiveRunTests {
  private static let moving = "test:testsrc2=size=320x240:rate=20"

  /// A hundred pictures of a text, one file.
  private func clip(_ path: String, frames: Int = 100) throws {
    let writer = try VideoWriter(path: path, size: Size(width: 320, height: 120), rate: 25)
    var image = Image(size: Size(width: 320, height: 120))
    image.draw("HELLO 2026", at: Point(30, 30), size: 40, color: .black)
    for index in 0..<frames { try writer.write(image, at: .milliseconds(40 * index)) }
    try writer.finish()
  }

  @Test func aFileBecomesAVideoAndLines() throws {
    let scratch = FileManager.default.temporaryDirectory.appending(path: "clip-\(UUID().uuidString).mp4")
    defer { try? FileManager.default.removeItem(at: scratch) }
    try clip(scratch.path)
    let program = try Program([scratch.path, "--video", "seen.mp4", "--jsonl", "seen.jsonl", "--timings"])
    #expect(program.status() == 0, "\(program.errors)")
    let lines = program.text("seen.jsonl").split(separator: "\n")
    // One for each frame, and one in which the text vanishes.
    try #require(lines.count == 101)
    #expect(lines[50].contains("\"frame\":50,") && lines[50].contains("HELLO 2026"))
    #expect(lines.count { $0.contains("\"kind\":\"appeared\"") } == 1)
    #expect(lines[100].contains("\"kind\":\"vanished\""))
    let plain = try #require(try Camera(scratch.path).read()).image.pixels.count { $0 < 100 }
    let video = try Camera(program.path("seen.mp4"))
    var count = 0
    while let frame = try video.read() {
      if count == 50 {
        // The line and its plate have been drawn.
        #expect(frame.image.pixels.count { $0 < 100 } > plain * 3 / 2)
      }
      count += 1
    }
    #expect(count == 100)
    #expect(program.errors.contains("legible: 100 frames read in") && program.errors.contains("video: 100 shown"))
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP]) func signalsEndItInOrder(_ number: Int32) throws {
    let program = try Program([Self.moving, "--paced", "--video", "seen.mkv", "--jsonl", "seen.jsonl"])
    #expect(program.wait { program.text("seen.jsonl").split(separator: "\n").count > 3 })
    program.send(number)
    #expect(program.status() == 0)
    #expect(program.errors.contains(" frames read in "))
    #expect(program.text("seen.jsonl").hasSuffix("\n"))
    var frames = 0
    let video = try Camera(program.path("seen.mkv"))
    while try video.read() != nil { frames += 1 }
    #expect(frames > 0)
  }

  @Test func aSignalEndsASourceThatNeverOpens() throws {
    // A pipe into which nobody writes.
    let pipe = FileManager.default.temporaryDirectory.appending(path: "pipe-\(UUID().uuidString)").path
    #expect(mkfifo(pipe, 0o600) == 0)
    defer { unlink(pipe) }
    let program = try Program(["--no-window", pipe])
    usleep(500_000)
    program.send(SIGTERM)
    #expect(program.status() == 0)
  }

  @Test func aWindowThatShowsNothingRunsToTheEnd() throws {
    let program = try Program(
      [Self.moving, "--max-frames", "5", "--window"], environment: ["SDL_VIDEODRIVER": "dummy"])
    #expect(program.status() == 0, "\(program.errors)")
    #expect(program.errors.contains("legible: 5 frames read in") && program.errors.contains(" shown"))
  }

  @Test func aSignalClosesTheWindow() throws {
    let program = try Program(
      [Self.moving, "--paced", "--window", "--jsonl", "-"], environment: ["SDL_VIDEODRIVER": "dummy"])
    #expect(program.wait { program.output.contains("\n") })
    program.send(SIGINT)
    #expect(program.status() == 0)
  }

  @Test func withoutADisplayItSaysSo() throws {
    let program = try Program([Self.moving, "--window"], environment: ["SDL_VIDEODRIVER": "x11", "DISPLAY": ":9876"])
    #expect(program.status() == 69)
    #expect(program.errors.hasPrefix("legible: there is no display to open a window on"))
  }

  @Test func withoutAnyDisplayItWritesEvents() throws {
    let scratch = FileManager.default.temporaryDirectory.appending(path: "clip-\(UUID().uuidString).mp4")
    defer { try? FileManager.default.removeItem(at: scratch) }
    try clip(scratch.path, frames: 10)
    let program = try Program([scratch.path, "--quiet", "--corners", "25,25,300,25,300,85,25,85"])
    #expect(program.status() == 0)
    let lines = program.output.split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
    #expect(lines.count == 2 && program.errors == "")
    #expect(lines.first?.dropFirst().first == "appeared" && lines.first?.last == "HELLO 2026")
    #expect(lines.last?.dropFirst().first == "vanished")
  }

  @Test func eachPictureOfAFolderIsReadToItsEnd() throws {
    let program = try Program(["pictures", "--no-window"]) { folder in
      try FileManager.default.createDirectory(at: folder.appending(path: "pictures"), withIntermediateDirectories: true)
      for (index, words) in [["FIRST", "SECOND", "THIRD", "FOURTH", "FIFTH"], ["OTHER"]].enumerated() {
        var image = Image(size: Size(width: 640, height: 480))
        for (row, word) in words.enumerated() {
          image.draw(word, at: Point(40, 20 + 90 * Double(row)), size: 40, color: .black)
        }
        try image.write(to: folder.appending(path: "pictures/\(index).png").path)
      }
    }
    #expect(program.status() == 0, "\(program.errors)")
    let seen = program.output.split(separator: "\n").filter { $0.hasPrefix("0.00\tappeared\t") }
    #expect(seen.count == 5 && program.output.contains("\tFIFTH\n") && program.output.contains("\tOTHER\n"))
  }

  @Test func severalViewersSeeTheLinesOnTheWebPage() throws {
    let scratch = FileManager.default.temporaryDirectory.appending(path: "clip-\(UUID().uuidString).mp4")
    defer { try? FileManager.default.removeItem(at: scratch) }
    // Half a minute: it is played at its own speed, since somebody may watch.
    try clip(scratch.path, frames: 750)
    let program = try Program([scratch.path, "--web", ":0"])
    let start = "legible: the page is at http://127.0.0.1:"
    #expect(program.wait { program.errors.contains(start) && program.errors.hasSuffix("/\n") })
    let port = try #require(program.errors.firstMatch(of: /127\.0\.0\.1:(\d+)\//)).output.1
    let viewers = try (0..<2).map { _ in try Viewer("http://127.0.0.1:\(port)/events") }
    for viewer in viewers {
      #expect(program.wait { viewer.text.contains("event: appeared") || viewer.text.contains("\"kind\":\"appeared\"") })
      #expect(viewer.text.contains("\"text\":\"HELLO 2026\""))
    }
    let second = try Program([Self.moving, "--web", ":\(port)"])
    #expect(second.status() == 69)
    #expect(second.errors.contains("127.0.0.1:\(port): another program uses port \(port)"), "\(second.errors)")
    program.send(SIGTERM)
    #expect(program.status() == 0)
    for viewer in viewers { #expect(viewer.wait().contains("event: vanished") && viewer.text.contains("event: end")) }
    // The page is a display: no events on standard output.
    #expect(program.output == "" && program.errors.contains(" frames read in "))
  }

  @Test func whatIsNotThereIsSaid() throws {
    let missing = try Program(["nowhere.mp4", "--no-window"])
    #expect(missing.status() == 1)
    let camera = try Program(["no camera of this name", "--no-window"])
    #expect(camera.status() == 1 && camera.errors.hasPrefix("legible: camera 'no camera of this name' is not there"))
    #expect(missing.errors == "legible: nowhere.mp4: there is no such file: check the path\n")
    let folder = try Program([Self.moving, "--no-window", "--jsonl", "no/where.jsonl"])
    #expect(folder.status() == 73)
    let model = try Program([Self.moving, "--no-window", "--model", "nowhere"])
    #expect(model.status() == 69)
  }

  @Test(arguments: [
    ("--region 1,2,3", "there are 3 numbers, and four, x,y,width,height, or eight"),
    ("--corners 1,2,3,4", "there are 4 numbers, and eight are expected"), ("--size 640", "'640' is no size"),
    ("--quick --corners 0,0,9,0,9,9,0,9", "--quick cannot be given with --corners alone"),
    ("--fps 0", "--fps is 0.0"), ("--agreement 0", "--agreement is 0"), ("--max-frames 0", "--max-frames is 0"),
    ("--video a.txt", "it has to end in .mp4"), ("--jsonl a --video a.mp4 a", "a is the source, too"),
    ("--web :http", "\"http\" is no port"), ("--web clip.mp4", "--web: clip.mp4: there is no port"),
    ("--no-window --full-screen", "--full-screen cannot be given with --no-window"),
    ("test:nonsense", "nonsense"),
  ])
  func wrongUsageIsTold(_ arguments: String, _ message: String) throws {
    let program = try Program(arguments.split(separator: " ").map(String.init))
    #expect(program.status() == 64)
    #expect(program.errors.contains(message), "\(program.errors)")
  }

  @Test func itsHelpIsThatOfLegibleLive() throws {
    let program = try Program(["--help"])
    #expect(program.status() == 0)
    #expect(program.output.contains("USAGE: legible live [<options>] [<source>]"))
    let page = try String(
      contentsOf: URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/live.md"),
      encoding: .utf8)
    for option in Set(program.output.matches(of: /--[a-z][a-z-]+/).map { String($0.output) }).sorted() {
      #expect(page.contains("`\(option)"), "\(option) is missing in docs/live.md")
    }
  }
}
