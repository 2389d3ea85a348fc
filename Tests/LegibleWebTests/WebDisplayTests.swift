import Failure
import Raster
import Testing

@testable import LegibleWeb

@Suite struct WebDisplayTests {
  @Test func `says that a port is taken, and can be started elsewhere`() async throws {
    try await withDisplay { _, port in
      let second = try WebDisplay()
      let error = await #expect(throws: LegibleError.self) { try await second.start(at: WebAddress(port: port)) }
      #expect(error?.code == .unusableAddress)
      #expect(error?.message.contains("another program uses port \(port)") == true)
      #expect(second.address == nil)
      let other = try await second.start(at: WebAddress(":0"))
      #expect(other.port != port && other.port > 0)
      #expect(second.address == other)
      await second.stop()
    }
  }

  @Test func `says that an address is not this machine's`() async throws {
    let display = try WebDisplay()
    let error = await #expect(throws: LegibleError.self) { try await display.start(at: WebAddress("192.0.2.7:0")) }
    #expect(error?.code == .unusableAddress)
    #expect(error?.message.contains("no such address") == true)
    await display.stop()
  }

  @Test func `ends all streams when it stops, and sets the port free`() async throws {
    let display = try WebDisplay()
    let port = try await display.start(at: WebAddress(":0")).port
    display.show(frame([line(1, "a")]))
    let events = try Viewer(port: port)
    events.ask("/events", port: port)
    try await events.read(until: "event: snapshot")
    let pictures = try Viewer(port: port)
    pictures.ask("/stream.mjpg", port: port)
    try await pictures.read(until: "X-Legible-Frame")
    let waiting = try Viewer(port: port)
    waiting.ask("/frame.jpg?after=1", port: port)
    let idle = try Viewer(port: port)
    try await eventually { display.viewers == 2 && display.responses == 3 }

    await display.stop()
    #expect(String(decoding: try await events.readToEnd(), as: UTF8.self).contains("event: end\n"))
    _ = try await pictures.readToEnd()
    #expect(try await waiting.answer().head.hasPrefix("HTTP/1.1 503"))
    _ = try await waiting.readToEnd()
    #expect(try await idle.readToEnd().isEmpty)
    #expect(display.address == nil)
    #expect(display.viewers == 0)

    // Frames of a loop that ends a little later are nobody's, and stopping again is nothing.
    display.show(frame())
    await display.stop()
    let next = try WebDisplay()
    #expect(try await next.start(at: WebAddress(port: port)).port == port)
    await next.stop()
    await #expect(throws: LegibleError.self) { try await display.start(at: WebAddress(":0")) }
  }

  @Test func `cuts off viewers that take nothing when it stops`() async throws {
    try await withDisplay { display, port in
      let viewers = try (0..<3).map { _ in try Viewer(port: port, receiveBuffer: 4096) }
      for viewer in viewers { viewer.ask("/stream.mjpg", port: port) }
      try await eventually { display.viewers == 3 }
      for seed in 0..<12 {
        display.show(WebFrame(image: noise(seed: UInt64(seed)), lines: [], time: .zero))
        let pace = try Viewer(port: port)
        pace.ask("/frame.jpg?after=\(seed)", port: port)
        _ = try await pace.answer()
      }
      // One whose answer is written as far as the server is concerned, but still on its way.
      let size = Size(width: 1600, height: 1200)
      display.show(WebFrame(image: noise(seed: 0, size: size), lines: [], time: .zero))
      let late = try Viewer(port: port, receiveBuffer: 4096)
      late.ask("/frame.jpg?after=12", port: port)
      try await late.read(until: "X-Legible-Frame: 13")
      // If it waited for them, this would never end.
      await display.stop()
      for viewer in viewers + [late] { #expect(try await viewer.readToEnd().count < 4_000_000) }
    }
  }

  @Test func `has places for so many viewers, and gives one away when a viewer leaves`() async throws {
    try await withDisplay(maximumViewers: 2) { display, port in
      let first = try Viewer(port: port)
      first.ask("/events", port: port)
      try await first.read(until: "event: snapshot")
      let second = try Viewer(port: port)
      second.ask("/stream.mjpg", port: port)
      try await second.read(until: "multipart")
      try await eventually { display.viewers == 2 }
      let third = try Viewer(port: port)
      third.ask("/events", port: port)
      let refused = try await third.answer()
      #expect(refused.head.hasPrefix("HTTP/1.1 503"))
      #expect(String(decoding: refused.body, as: UTF8.self).contains("2 streams are open"))
      // Nothing is sent to it meanwhile: its leaving is noticed all the same.
      first.leave()
      try await eventually { display.viewers == 1 }
      third.ask("/events", port: port)
      try await third.read(until: "event: snapshot")
    }
  }

  @Test func `closes a connection on which nothing is asked`() async throws {
    try await withDisplay(care: ViewerCare.none.with { $0.idle = .milliseconds(100) }) { _, port in
      // Only its beginning comes.
      let half = try Viewer(port: port)
      half.send("GET / HTTP/1.1\r\nHost: ")
      #expect(try await half.readToEnd().isEmpty)
    }
  }

  @Test func `gives viewers signs of life while there is nothing new`() async throws {
    try await withDisplay(care: ViewerCare.none.with { $0.period = .milliseconds(20) }) { _, port in
      let events = try Viewer(port: port)
      events.ask("/events", port: port)
      try await events.read(until: "event: snapshot")
      try await events.read(until: "\n:\n\n")
      let pictures = try Viewer(port: port)
      pictures.ask("/stream.mjpg", port: port)
      try await pictures.read(until: "X-Legible-Waiting: yes\r\n")
      try await pictures.read(until: "X-Legible-Waiting: yes\r\n")
      let waiting = try Viewer(port: port)
      waiting.ask("/frame.jpg", port: port)
      #expect(try await waiting.read(until: "\r\n\r\n").hasPrefix("HTTP/1.1 204"))
      waiting.ask("/lines.json", port: port)
      #expect(try await waiting.answer().head.hasPrefix("HTTP/1.1 200"))
    }
  }

  @Test func `cuts off a viewer that takes nothing, and keeps the others`() async throws {
    try await withDisplay(
      care: ViewerCare(period: .milliseconds(20), patience: .milliseconds(500), idle: .seconds(3600))
    ) { display, port in
      let stuck = try Viewer(port: port, receiveBuffer: 4096)
      stuck.ask("/stream.mjpg", port: port)
      let listener = try Viewer(port: port)
      listener.ask("/events", port: port)
      try await listener.read(until: "event: snapshot")
      try await eventually { display.viewers == 2 }
      var seed: UInt64 = 0
      // Pictures until it is full of them, and then until it is cut off.
      while display.viewers == 2, seed < 6000 {
        seed += 1
        display.show(WebFrame(image: noise(seed: seed), lines: [], time: .zero))
        try await Task.sleep(for: .milliseconds(10))
      }
      #expect(display.viewers == 1)
      display.show(frame([line(1, "still here")]))
      try await listener.read(until: "still here")
    }
  }

  @Test func `checks its numbers`() {
    #expect(throws: LegibleError.self) { try WebDisplay(quality: 0) }
    #expect(throws: LegibleError.self) { try WebDisplay(maximumViewers: 0) }
  }
}
