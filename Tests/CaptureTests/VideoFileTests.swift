import Foundation
import Testing

@testable import Capture

struct VideoFileTests {
  static let kinds: [(String, VideoWriter.Codec)] = [
    ("a.mp4", .mpeg4), ("a.mov", .mjpeg), ("a.mkv", .mpeg4), ("a.avi", .mjpeg), ("a.mp4", .automatic),
  ]

  @Test(arguments: kinds)
  func everyFrameComesInOrderWithItsTime(name: String, codec: VideoWriter.Codec) throws {
    let scratch = try Scratch()
    try Clips.write(scratch.path(name), codec: codec)
    let camera = try Camera(scratch.path(name))
    #expect(camera.size == Size(width: 96, height: 64))
    #expect(!camera.isLive)
    #expect(abs((camera.frameRate ?? 0) - 10) < 0.5)
    let frames = try camera.all()
    #expect(frames.map(Clips.number) == Array(0..<10))
    #expect(frames.map(\.index) == Array(0..<10))
    #expect(frames.allSatisfy { $0.skipped == 0 && $0.damaged == 0 })
    for frame in frames {
      #expect(abs(frame.time.inSeconds - Double(frame.index) / 10) < 0.002)
    }
    #expect(try camera.read() == nil)
  }

  @Test func oddSizesArePaddedByTheirLastRowAndColumn() throws {
    let scratch = try Scratch()
    let size = Size(width: 33, height: 21)
    try Clips.write(scratch.path("a.avi"), frames: 1, size: size, codec: .mjpeg) { _ in
      Image(size: size, filled: Color(red: 200, green: 30, blue: 30))
    }
    let frame = try #require(try Camera(scratch.path("a.avi")).read())
    #expect(frame.image.size == Size(width: 34, height: 22))
    let corner = frame.image[33, 21]
    #expect(abs(Int(corner.red) - 200) < 12 && abs(Int(corner.green) - 30) < 12)
  }

  /// A picture that is red above and blue below, written with a note that it has to be turned.
  @Test(
    arguments: [
      ([0, 65536, 0, -65536, 0, 0, 0, 0, 1 << 30], 90), ([-65536, 0, 0, 0, -65536, 0, 0, 0, 1 << 30], 180),
      ([0, -65536, 0, 65536, 0, 0, 0, 0, 1 << 30], 270),
    ] as [([Int32], Int)])
  func turnedVideosComeUpright(matrix: [Int32], degrees: Int) throws {
    let scratch = try Scratch()
    let size = Size(width: 64, height: 32)
    var picture = Image(size: size, filled: Color(red: 220, green: 20, blue: 20))
    for y in 16..<32 { for x in 0..<64 { picture[x, y] = Color(red: 20, green: 20, blue: 220) } }
    try Clips.write(scratch.path("a.mov"), frames: 2, size: size, codec: .mjpeg, matrix: matrix) { _ in picture }
    let camera = try Camera(scratch.path("a.mov"))
    let image = try #require(try camera.read()).image
    #expect(camera.size == image.size)
    // Clockwise, what was above is at the right, below, at the left.
    let (red, blue): ((Int, Int), (Int, Int)) =
      switch degrees {
      case 90: ((28, 30), (3, 30))
      case 180: ((30, 28), (30, 3))
      default: ((3, 30), (28, 30))
      }
    #expect(image.size == (degrees == 180 ? size : Size(width: 32, height: 64)))
    #expect(image[red.0, red.1].red > 150 && image[red.0, red.1].blue < 100)
    #expect(image[blue.0, blue.1].blue > 150 && image[blue.0, blue.1].red < 100)
  }

  @Test func aMatrixOfEachKindIsUnderstood() {
    let cases: [([Int32], Int)] = [
      ([1, 0, 0, 1], 1), ([-1, 0, 0, 1], 2), ([-1, 0, 0, -1], 3), ([1, 0, 0, -1], 4), ([0, 1, 1, 0], 5),
      ([0, 1, -1, 0], 6), ([0, -1, -1, 0], 7), ([0, -1, 1, 0], 8), ([0, 0, 0, 0], 1),
    ]
    for (m, exif) in cases {
      let matrix = [m[0], m[1], 0, m[2], m[3], 0, 0, 0, 1]
      #expect(Orientation(matrix: matrix).exif == exif)
    }
    #expect(Orientation(matrix: nil).exif == 1)
  }

  @Test(arguments: ["a.avi", "a.mov"])
  func ofAFileThatIsCutOffTheFramesComeAndThenAnError(name: String) throws {
    let scratch = try Scratch()
    let size = Size(width: 640, height: 480)
    try Clips.write(scratch.path("whole." + name.suffix(3)), frames: 12, size: size, codec: .mjpeg)
    var bytes = try Data(contentsOf: URL(filePath: scratch.path("whole." + name.suffix(3))))
    if name == "a.mov" {
      // The table of contents stands at the end: without it there is nothing to be read.
      try bytes.prefix(bytes.count / 2).write(to: URL(filePath: scratch.path(name)))
      #expect(throws: LegibleError.self) { try Camera(scratch.path(name)) }
      return
    }
    bytes = bytes.prefix(bytes.count * 2 / 3)
    try bytes.write(to: URL(filePath: scratch.path(name)))
    let camera = try Camera(scratch.path(name))
    var count = 0
    let error = #expect(throws: LegibleError.self) {
      while try camera.read() != nil { count += 1 }
    }
    #expect(error?.code == .unreadableStream)
    #expect(error?.message.contains("cut off after \(count) frames") == true)
    #expect((3..<12).contains(count))
    #expect(try camera.read() == nil)
  }

  @Test func whatIsNoVideoIsRefused() throws {
    let scratch = try Scratch()
    var generator = SystemRandomNumberGenerator()
    let files: [(String, Data)] = [
      ("a.txt", Data("This is a letter, not a video.\n".utf8)), ("a.mp4", Data("no video".utf8)), ("empty.mp4", Data()),
      ("noise.avi", Data((0..<5000).map { _ in UInt8.random(in: 0...255, using: &generator) })),
      ("zero.mkv", Data(count: 100_000)),
    ]
    for (name, data) in files {
      try data.write(to: URL(filePath: scratch.path(name)))
      let error = #expect(throws: LegibleError.self, "\(name)") { try Camera(scratch.path(name)) }
      #expect(error?.code == .unreadableStream)
      #expect(error?.message.hasPrefix(scratch.path(name)) == true)
    }
  }

  /// A playlist must not make us open connections, or other files as text.
  @Test func playlistsLeadNowhere() throws {
    let scratch = try Scratch()
    try Data("#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/a.ts\n".utf8).write(to: URL(filePath: scratch.path("a.m3u8")))
    try Clips.write(scratch.path("b.avi"))
    try Data("ffconcat version 1.0\nfile b.avi\n".utf8).write(to: URL(filePath: scratch.path("a.ffconcat")))
    for name in ["a.m3u8", "a.ffconcat"] {
      #expect(throws: LegibleError.self) { try Camera(scratch.path(name)) }
    }
  }

  @Test func soundAloneIsNoVideo() throws {
    let scratch = try Scratch()
    // A WAVE file with a tenth of a second of silence.
    var wave = Data("RIFF".utf8)
    func number(_ value: UInt32, _ bytes: Int = 4) {
      withUnsafeBytes(of: value.littleEndian) { wave.append(contentsOf: $0.prefix(bytes)) }
    }
    number(36 + 1600)
    wave.append(contentsOf: "WAVEfmt ".utf8)
    for (value, bytes) in [(16, 4), (1, 2), (1, 2), (8000, 4), (16000, 4), (2, 2), (16, 2)] as [(UInt32, Int)] {
      number(value, bytes)
    }
    wave.append(contentsOf: "data".utf8)
    number(1600)
    wave.append(Data(count: 1600))
    try wave.write(to: URL(filePath: scratch.path("a.wav")))
    let error = #expect(throws: LegibleError.self) { try Camera(scratch.path("a.wav")) }
    #expect(error?.message.contains("no video in it") == true)
  }

  @Test func damagedFramesAreSkippedAndCounted() throws {
    let scratch = try Scratch()
    let size = Size(width: 160, height: 120)
    // Noise, so that the frames have many bytes to be damaged.
    var seed: UInt32 = 7
    try Clips.write(scratch.path("a.avi"), frames: 12, size: size, codec: .mpeg4) { _ in
      Image(size: size) { pixels in
        for i in pixels.indices {
          seed = seed &* 1_664_525 &+ 1_013_904_223
          pixels[i] = UInt8(seed >> 24)
        }
      }
    }
    let url = URL(filePath: scratch.path("a.avi"))
    var bytes = try Data(contentsOf: url)
    let middle = bytes.count / 2
    for i in middle..<(middle + 3000) { bytes[i] = UInt8(truncatingIfNeeded: i &* 31) }
    try bytes.write(to: url)
    let camera = try Camera(scratch.path("a.avi"))
    var (count, damaged) = (0, 0)
    // The damage may hide where a frame begins: then the file counts as cut off, after what there is.
    do {
      while let frame = try camera.read() {
        count += 1
        damaged += frame.damaged
      }
    } catch LegibleError.Code.unreadableStream {}
    #expect(count >= 6)
    #expect(count < 12 && damaged > 0)
  }

  @Test func framesBeyondTheLimitAreRefused() throws {
    let scratch = try Scratch()
    try Clips.write(scratch.path("a.avi"), frames: 1, size: Size(width: 640, height: 480))
    var options = CaptureOptions()
    options.limits = ImageLimits(maximumPixels: 300_000)
    let error = #expect(throws: LegibleError.self) { try Camera(scratch.path("a.avi"), options: options) }
    #expect(error?.code == .imageTooLarge)
    #expect(error?.message.contains("640×480") == true)
    #expect(throws: LegibleError.self) { try Camera("test:testsrc2=size=60000x60000") }
  }

  @Test func aPacedFileIsLive() throws {
    let scratch = try Scratch()
    try Clips.write(scratch.path("a.avi"), frames: 10, rate: 50)
    var options = CaptureOptions()
    options.paced = true
    let camera = try Camera(scratch.path("a.avi"), options: options)
    #expect(camera.isLive)
    while !camera.reader.mailbox.isFinished { Thread.sleep(forTimeInterval: 0.01) }
    // All have been shown meanwhile: the last is there, and the others are counted.
    let frames = try camera.all()
    #expect(frames.map(\.index) == [9])
    #expect(frames.map(\.skipped) == [9])
  }
}
