import Foundation
import Testing

@testable import Capture

struct VideoWriterTests {
  static let size = Size(width: 64, height: 48)

  @Test(arguments: ["a.mp4", "a.mkv", "a.mov"])
  func eachFrameKeepsItsTime(name: String) throws {
    let scratch = try Scratch()
    let times = [0, 40, 50, 200, 1000].map { Duration.milliseconds($0) }
    let writer = try VideoWriter(path: scratch.path(name), size: Self.size, rate: 30)
    for time in times { try writer.write(Image(size: Self.size), at: time) }
    try writer.finish()
    let frames = try Camera(scratch.path(name)).all()
    #expect(frames.count == times.count)
    for (frame, time) in zip(frames, times) { #expect(abs(frame.time.inSeconds - time.inSeconds) < 0.0015) }
  }

  @Test func framesThatDoNotGoForwardAreKept() throws {
    let scratch = try Scratch()
    let writer = try VideoWriter(path: scratch.path("a.mp4"), size: Self.size, rate: 10, codec: .mpeg4)
    for _ in 0..<3 { try writer.write(Image(size: Self.size), at: .zero) }
    try writer.finish()
    #expect(try Camera(scratch.path("a.mp4")).all().count == 3)
  }

  /// The letters of a drawing stay readable: hardly a pixel is far from what was written.
  @Test(arguments: VideoWriter.Codec.allCases)
  func picturesSurvive(codec: VideoWriter.Codec) throws {
    if codec == .h264, !VideoWriter.hasH264 { return }
    let scratch = try Scratch()
    var image = Image(size: Size(width: 128, height: 64), filled: .white)
    for y in 0..<64 { for x in 0..<128 where (x / 8 + y / 8) % 2 == 0 { image[x, y] = .black } }
    let writer = try VideoWriter(path: scratch.path("a.mkv"), size: image.size, rate: 5, codec: codec)
    try writer.write(image, at: .zero)
    try writer.finish()
    let read = try #require(try Camera(scratch.path("a.mkv")).read()).image
    let far = zip(read.pixels, image.pixels).count { abs(Int($0) - Int($1)) > 60 }
    #expect(far < image.pixels.count / 100)
  }

  @Test func whatCannotBeWrittenIsSaid() throws {
    let scratch = try Scratch()
    func error(_ path: String, size: Size = Self.size, rate: Double = 30) -> LegibleError.Code? {
      #expect(throws: LegibleError.self, "\(path)") { try VideoWriter(path: path, size: size, rate: rate) }?.code
    }
    #expect(error(scratch.path("none/a.mp4")) == .unwritableFile)
    #expect(error(scratch.path("a.gif")) == .invalidArgument)
    #expect(error("mp4") == .invalidArgument)
    #expect(error(scratch.path("a.mp4"), size: Size(width: 0, height: 5)) == .invalidArgument)
    #expect(error(scratch.path("a.mp4"), rate: 0) == .invalidArgument)
    #expect(error(scratch.path("a.mp4"), rate: .nan) == .invalidArgument)
    let writer = try VideoWriter(path: scratch.path("a.mp4"), size: Self.size, rate: 30)
    #expect(throws: LegibleError.self) { try writer.write(Image(size: Size(width: 64, height: 50)), at: .zero) }
    try writer.write(Image(size: Self.size), at: .zero)
    try writer.finish()
    try writer.finish()
    #expect(throws: LegibleError.self) { try writer.write(Image(size: Self.size), at: .zero) }
  }

  @Test func aWriterThatIsLetGoOfLeavesAWholeFile() throws {
    let scratch = try Scratch()
    do {
      let writer = try VideoWriter(path: scratch.path("a.mp4"), size: Self.size, rate: 30)
      try writer.write(Image(size: Self.size), at: .zero)
    }
    #expect(try Camera(scratch.path("a.mp4")).all().count == 1)
  }
}
