import Foundation
import Testing

@testable import Capture

struct StreamTests {
  @Test func aCameraOnTheNetworkSendsJPEGs() throws {
    let server = try StreamServer { send in
      guard send(StreamServer.head) else { return }
      for number in 0..<10_000 {
        guard send(StreamServer.part(number % 10)) else { return }
        Thread.sleep(forTimeInterval: 0.01)
      }
    }
    defer { server.stop() }
    let camera = try Camera("http://127.0.0.1:\(server.port)/video")
    defer { camera.close() }
    #expect(camera.isLive)
    var last = try #require(try camera.read())
    #expect(last.image.size == Size(width: 64, height: 48))
    var skipped = 0
    // Slower than the camera, until that shows.
    for _ in 0..<50 where skipped == 0 {
      Thread.sleep(forTimeInterval: 0.05)
      let frame = try #require(try camera.read())
      #expect(frame.index == last.index + frame.skipped + 1)
      #expect(Clips.number(frame) == (Clips.number(last) + frame.skipped + 1) % 10)
      (last, skipped) = (frame, skipped + frame.skipped)
    }
    #expect(skipped > 0)
  }

  @Test func aStreamThatBreaksOffComesBack() throws {
    let server = try StreamServer { send in
      guard send(StreamServer.head) else { return }
      for number in 0..<8 { guard send(StreamServer.part(number)) else { return } }
    }
    defer { server.stop() }
    var options = CaptureOptions()
    options.reconnects = true
    options.reconnectInterval = .milliseconds(5)
    let camera = try Camera("http://127.0.0.1:\(server.port)/video", options: options)
    defer { camera.close() }
    var last = -1
    while last < 30 {
      let frame = try #require(try camera.read())
      #expect(frame.index > last)
      last = frame.index
    }
  }

  @Test func aSilentServerIsAnErrorAfterTheTimeout() throws {
    let server = try StreamServer { _ in Thread.sleep(forTimeInterval: 20) }
    defer { server.stop() }
    var options = CaptureOptions()
    options.timeout = .milliseconds(200)
    let error = #expect(throws: LegibleError.self) {
      try Camera("http://127.0.0.1:\(server.port)/video", options: options)
    }
    #expect(error?.code == .sourceUnavailable)
    #expect(error?.message.contains("no frame for 0.2 seconds") == true)
  }

  @Test func nobodyThereIsAnError() throws {
    let server = try StreamServer { _ in }
    server.stop()
    for scheme in ["http", "rtsp", "tcp"] {
      let error = #expect(throws: LegibleError.self) { try Camera("\(scheme)://me:secret@127.0.0.1:\(server.port)/1") }
      #expect(error?.code == .sourceUnavailable)
      #expect(error?.message.contains("secret") == false)
    }
  }

  @Test func aPageIsNoVideo() throws {
    let server = try StreamServer { send in
      let page = "<html><p>Welcome</p></html>"
      let head = "HTTP/1.0 200 OK\r\nContent-Type: text/html\r\nContent-Length: \(page.utf8.count)\r\n\r\n"
      _ = send(Data((head + page).utf8))
    }
    defer { server.stop() }
    let error = #expect(throws: LegibleError.self) { try Camera("http://127.0.0.1:\(server.port)/") }
    #expect(error?.code == .unreadableStream, "\(error?.message ?? "")")
  }
}
