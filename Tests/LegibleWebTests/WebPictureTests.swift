import Dispatch
import Raster
import Testing

@testable import LegibleWeb

@Suite struct WebPictureTests {
  /// Reads the next picture of a stream.
  private func part(_ viewer: Viewer) async throws -> (number: Int, image: Image) {
    // Only heads are looked at here: pictures are read by their length.
    try await viewer.read(until: "Content-Length: ")
    let head = try await viewer.read(until: "\r\n\r\n")
    let length = try #require(Viewer.number(after: "", in: head))
    let number = try #require(Viewer.number(after: "X-Legible-Frame: ", in: head))
    return (number, try Image(data: try await viewer.read(count: length)))
  }

  @Test func `a viewer that does not read holds up neither the loop nor another viewer`() async throws {
    try await withDisplay { display, port in
      let count = 40
      let fast = try Viewer(port: port)
      let slow = try Viewer(port: port, receiveBuffer: 8192)
      fast.ask("/stream.mjpg", port: port)
      slow.ask("/stream.mjpg", port: port)
      for viewer in [fast, slow] {
        #expect(try await viewer.read(until: "\r\n\r\n").contains("multipart/x-mixed-replace; boundary=legible-frame"))
      }
      for number in 1...count {
        display.show(WebFrame(image: noise(seed: UInt64(number)), lines: [], time: .zero))
        // In step: the fast one gets every frame.
        let (seen, image) = try await part(fast)
        #expect(seen == number)
        #expect(image.size == Size(width: 512, height: 384))
      }
      #expect(display.encodings == count)
      // The slow one has a few old frames on their way, and then the newest, not all of them.
      var numbers: [Int] = []
      while numbers.last != count { numbers.append(try await part(slow).number) }
      #expect(numbers == numbers.sorted())
      #expect(numbers.count < count / 2, "\(numbers)")
      #expect(display.encodings == count)
    }
  }

  @Test func `nothing is drawn or encoded while nobody watches`() async throws {
    try await withDisplay { display, port in
      let reader = try Viewer(port: port)
      reader.ask("/events", port: port)
      try await reader.read(until: "event: snapshot")
      for number in 1...20 { display.show(frame([line(number, "a")])) }
      try await reader.read(until: #""frame":20"#)
      #expect(display.encodings == 0)
      let viewer = try Viewer(port: port)
      viewer.ask("/frame.jpg", port: port)
      let (head, body) = try await viewer.answer()
      #expect(head.contains("X-Legible-Frame: 20\r\n"))
      #expect(try Image(data: body).size == Size(width: 64, height: 32))
      #expect(display.encodings == 1)
      // The same picture again is the same file.
      viewer.ask("/frame.jpg", port: port)
      #expect(try await viewer.answer().body == body)
      #expect(display.encodings == 1)
    }
  }

  @Test func `waits for a newer frame than the viewer has, unless its number is of an earlier run`() async throws {
    try await withDisplay { display, port in
      display.show(frame())
      let viewer = try Viewer(port: port)
      viewer.ask("/frame.jpg?after=4711", port: port)
      #expect(try await viewer.answer().head.contains("X-Legible-Frame: 1\r\n"))
      viewer.ask("/frame.jpg?after=1", port: port)
      // Another connection is answered meanwhile.
      let other = try Viewer(port: port)
      other.ask("/frame.jpg?after=rubbish", port: port)
      #expect(try await other.answer().head.contains("X-Legible-Frame: 1\r\n"))
      display.show(frame())
      #expect(try await viewer.answer().head.contains("X-Legible-Frame: 2\r\n"))
    }
  }

  @Test func `the loop goes on while a picture is drawn, and the newest is next`() async throws {
    let gate = DispatchSemaphore(value: 0)
    let drawing: @Sendable (WebFrame) -> Image = { frame in
      gate.wait()
      return Image(size: Size(width: 8, height: 8 + frame.lines.count))
    }
    try await withDisplay(drawing: drawing) { display, port in
      let viewer = try Viewer(port: port)
      viewer.ask("/stream.mjpg", port: port)
      try await viewer.read(until: "multipart")
      try await eventually { display.viewers == 1 }
      // If it waited for the drawing, this would never end.
      for count in 0...6 { display.show(frame((0..<count).map { line($0, "a") })) }
      gate.signal()
      let first = try await part(viewer)
      gate.signal()
      // The first is the one that was the newest when the viewer came, whichever that was.
      let last = first.number == 7 ? first : try await part(viewer)
      #expect(last.number == 7)
      // What was drawn is what is shown.
      #expect(last.image.height == 14)
      for _ in 0..<9 { gate.signal() }
    }
  }

  @Test func `a picture that JPEG cannot hold is passed over`() async throws {
    try await withDisplay { display, port in
      let viewer = try Viewer(port: port)
      viewer.ask("/frame.jpg", port: port)
      display.show(WebFrame(image: Image(size: Size(width: 70_000, height: 1)), lines: [line(1, "wide")], time: .zero))
      display.show(frame())
      #expect(try await viewer.answer().head.contains("X-Legible-Frame: 2\r\n"))
    }
  }
}
