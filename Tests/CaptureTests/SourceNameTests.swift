import Foundation
import Testing

@testable import Capture

struct SourceNameTests {
  @Test func textsAreUnderstood() throws {
    let scratch = try Scratch()
    try Data().write(to: URL(filePath: scratch.path("a.mp4")))
    try Data().write(to: URL(filePath: scratch.path("a.JPG")))
    let cases: [(String, FrameSourceName)] = [
      ("0", .camera(.index(0))), ("12", .camera(.index(12))), ("/dev/video2", .camera(.path("/dev/video2"))),
      ("camera:C920", .camera(.name("C920"))), ("C920", .camera(.name("C920"))), ("-", .standardInput),
      ("screen", .screen(.whole)), ("screen:10,20,640x480", .screen(.region(x: 10, y: 20, width: 640, height: 480))),
      ("screen:window=0x1c00003", .screen(.window(0x1c00003))), ("rtsp://h/1", .url("rtsp://h/1")),
      ("HTTP://h/a.mjpg", .url("HTTP://h/a.mjpg")), (scratch.path("a.mp4"), .file(scratch.path("a.mp4"))),
      (scratch.path("a.JPG"), .pictures(scratch.path("a.JPG"))), (scratch.url.path, .pictures(scratch.url.path)),
      ("file://" + scratch.path("a.mp4"), .file(scratch.path("a.mp4"))),
      ("test:testsrc2", .test(try TestPattern(parsing: "testsrc2"))),
    ]
    for (text, name) in cases { #expect(try FrameSourceName(parsing: text) == name, "\(text)") }
  }

  @Test(arguments: [
    ("", "invalid-argument"), ("99999", "invalid-argument"), ("camera:", "invalid-argument"),
    ("screen:1,2", "invalid-argument"), ("screen:0,0,0x5", "invalid-argument"), ("screen:-1,0,5x5", "invalid-argument"),
    ("screen:window=", "invalid-argument"), ("gopher://h/", "invalid-argument"), ("none.mp4", "file-not-found"),
    ("./none", "file-not-found"), ("test:", "invalid-argument"), ("test:movie=a.mp4", "invalid-argument"),
    ("test:testsrc2=size=5", "invalid-argument"), ("test:testsrc2=size=0x5", "invalid-argument"),
    ("test:testsrc2=rate=0", "invalid-argument"), ("test:testsrc2=rate=30,movie=a", "invalid-argument"),
    ("test:color=color=red[a];movie=b", "invalid-argument"), ("test:color=textfile=a", "invalid-argument"),
  ])
  func whatIsNotUnderstoodIsSaid(text: String, code: String) {
    let error = #expect(throws: LegibleError.self, "\(text)") { try FrameSourceName(parsing: text) }
    #expect(error?.code.rawValue == code)
  }

  @Test func passwordsStayOutOfMessages() throws {
    #expect("\(FrameSourceName.url("rtsp://me:secret@cam/1?a=b@c"))" == "rtsp://…@cam/1?a=b@c")
    #expect("\(FrameSourceName.url("rtsp://cam/1@2"))" == "rtsp://cam/1@2")
  }

  @Test func testPicturesHaveTheirSizeRateAndEnd() throws {
    let camera = try Camera("test:testsrc2=size=64x48:rate=20:duration=0.5")
    let frames = try camera.all()
    #expect(frames.count == 10)
    #expect(frames.allSatisfy { $0.image.size == Size(width: 64, height: 48) })
    #expect(abs((frames.last?.time.inSeconds ?? 0) - 0.45) < 0.001)
    #expect(camera.frameRate == 20)
    for name in TestPattern.names {
      #expect(try Camera("test:\(name)=size=64x48:rate=5:duration=0.4").all().count == 2, "\(name)")
    }
  }

  @Test func whatASourceCannotDoIsRefused() throws {
    var sized = CaptureOptions()
    sized.size = Size(width: 5, height: 5)
    var rated = CaptureOptions()
    rated.rate = 5
    var zero = CaptureOptions()
    zero.rate = 0
    for (name, options) in [("test:color", sized), ("test:color", rated), ("0", zero)] {
      let error = #expect(throws: LegibleError.self) { try Camera(name, options: options) }
      #expect(error?.code == .invalidArgument)
    }
  }
}
