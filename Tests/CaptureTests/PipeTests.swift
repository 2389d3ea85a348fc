import Foundation
import Testing

@testable import Capture

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

struct PipeTests {
  /// A named pipe; standard input goes the same way, with another descriptor.
  private func pipe(_ scratch: Scratch) throws -> String {
    try #require(mkfifo(scratch.path("pipe"), 0o600) == 0)
    return scratch.path("pipe")
  }

  @Test func aVideoCanComeThroughAPipe() throws {
    let scratch = try Scratch()
    try Clips.write(scratch.path("a.mkv"), frames: 10, size: Size(width: 320, height: 240), codec: .mjpeg)
    let path = try pipe(scratch)
    let bytes = try Data(contentsOf: URL(filePath: scratch.path("a.mkv")))
    Thread.detachNewThread {
      guard let file = FileHandle(forWritingAtPath: path) else { return }
      // In pieces, with a pause, as a slow program writes.
      for start in stride(from: 0, to: bytes.count, by: 20_000) {
        try? file.write(contentsOf: bytes[start..<min(start + 20_000, bytes.count)])
        Thread.sleep(forTimeInterval: 0.005)
      }
      try? file.close()
    }
    let camera = try Camera(path)
    #expect(!camera.isLive)
    #expect(try camera.all().map(Clips.number) == Array(0..<10))
  }

  @Test func standardInputIsAPipeToo() throws {
    let request = try FrameSourceName.standardInput.request(options: .init())
    #expect(request.descriptor == 0)
    #expect(request.isLive == false)
  }

  @Test func nobodyHasToWriteForTheAttemptToBeCancelled() async throws {
    let scratch = try Scratch()
    let name = FrameSourceName.file(try pipe(scratch))
    let task = Task { try await Camera.opened(name) }
    try await Task.sleep(for: .milliseconds(50))
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func openingWithoutBlockingGivesTheSameAndTheSameErrors() async throws {
    let scratch = try Scratch()
    try Clips.write(scratch.path("a.avi"), frames: 3)
    #expect(try await Camera.opened(.file(scratch.path("a.avi"))).all().count == 3)
    await #expect(throws: LegibleError.self) { try await Camera.opened(.file(scratch.path("none.avi"))) }
  }
}
