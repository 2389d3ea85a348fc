import Foundation
import Testing

@testable import Capture

struct PictureFolderTests {
  private func write(_ path: String, _ gray: UInt8, size: Size = Size(width: 20, height: 10)) throws {
    try Image(size: size, filled: Color(red: gray, green: gray, blue: gray)).write(to: path)
  }

  @Test func picturesComeInTheOrderOfTheirNumbers() throws {
    let scratch = try Scratch()
    // Whoever opens this waits for somebody who writes.
    #expect(mkfifo(scratch.path("p0.png"), 0o600) == 0)
    for (name, gray) in [("p10.png", 30), ("p2.jpg", 20), ("p1.png", 10), (".p0.png", 99), ("P3.png", 5)]
      as [(String, UInt8)]
    {
      try write(scratch.path(name), gray)
    }
    try Data("notes".utf8).write(to: URL(filePath: scratch.path("notes.txt")))
    var options = CaptureOptions()
    options.rate = 4
    let frames = try Camera(scratch.url.path, options: options).all()
    #expect(frames.map { $0.image[5, 5].red } == [5, 10, 20, 30])
    #expect(frames.map(\.time) == [.zero, .milliseconds(250), .milliseconds(500), .milliseconds(750)])
  }

  @Test func whatIsNoPictureIsLeftOutAndCounted() throws {
    let scratch = try Scratch()
    try write(scratch.path("a.png"), 10)
    try Data("no picture".utf8).write(to: URL(filePath: scratch.path("b.png")))
    try write(scratch.path("c.png"), 30, size: Size(width: 7, height: 3))
    let frames = try Camera(scratch.url.path).all()
    #expect(frames.map { $0.image[1, 1].red } == [10, 30])
    #expect(frames.map(\.damaged) == [0, 1])
    #expect(frames[1].image.size == Size(width: 7, height: 3))
  }

  @Test func onePictureIsOneFrame() throws {
    let scratch = try Scratch()
    try write(scratch.path("a.png"), 10)
    let camera = try Camera(scratch.path("a.png"))
    #expect(camera.size == Size(width: 20, height: 10))
    #expect(try camera.all().count == 1)
    try Data("no picture".utf8).write(to: URL(filePath: scratch.path("b.png")))
    let error = #expect(throws: LegibleError.self) { try Camera(scratch.path("b.png")) }
    #expect(error?.code == .unreadableImage)
  }

  @Test func anEmptyFolderIsAnError() throws {
    let scratch = try Scratch()
    let error = #expect(throws: LegibleError.self) { try Camera(scratch.url.path) }
    #expect(error?.code == .fileNotFound)
  }
}
