import LegibleWeb
import Testing

@Suite struct WebPageTests {
  @Test(
    arguments: [
      ("/", "text/html; charset=utf-8", "Legible live"),
      ("/page.css", "text/css; charset=utf-8", "prefers-color-scheme"),
      ("/page.js", "text/javascript; charset=utf-8", "EventSource"), ("/icon.svg", "image/svg+xml", "<svg"),
      ("/lines.json", "application/json", "\"lines\":[]"),
    ]) func `serves the page and its parts, and lets nobody keep or embed them`(
      path: String, type: String, content: String
    ) async throws
  {
    try await withDisplay { _, port in
      let viewer = try Viewer(port: port)
      viewer.ask(path, port: port)
      let (head, body) = try await viewer.answer()
      #expect(head.hasPrefix("HTTP/1.1 200 OK"))
      for field in [
        "Content-Type: \(type)", "Cache-Control: no-store", "X-Content-Type-Options: nosniff", "default-src 'none'",
        "frame-ancestors 'none'", "Cross-Origin-Resource-Policy: same-origin",
      ] {
        #expect(head.contains(field))
      }
      let text = String(decoding: body, as: UTF8.self)
      #expect(text.contains(content))
      // Nothing from elsewhere, and no text as HTML.
      let withoutNames = text.split(separator: "http://www.w3.org/2000/svg").joined()
      for word in [
        "http:", "https:", "url(", "innerHTML", "insertAdjacentHTML", "document.write", "style=", "onclick=",
      ] {
        #expect(!withoutNames.contains(word), "\(path) has \(word)")
      }
    }
  }

  @Test func `answers several requests on a connection, wrong ones too`() async throws {
    try await withDisplay { _, port in
      let viewer = try Viewer(port: port)
      viewer.ask("/nothing", port: port)
      #expect(try await viewer.answer().head.hasPrefix("HTTP/1.1 404"))
      viewer.ask("/", method: "POST", port: port, then: "Content-Length: 0\r\n")
      let refused = try await viewer.answer()
      #expect(refused.head.hasPrefix("HTTP/1.1 405"))
      #expect(refused.head.contains("Allow: GET, HEAD"))
      viewer.ask("/", method: "HEAD", port: port)
      // No body: the next answer follows at once.
      #expect(try await viewer.read(until: "\r\n\r\n").hasPrefix("HTTP/1.1 200"))
      viewer.ask("/events", method: "HEAD", port: port)
      #expect(try await viewer.read(until: "\r\n\r\n").contains("Allow: GET\r\n"))
      viewer.ask("/lines.json", port: port)
      #expect(try await viewer.answer().head.hasPrefix("HTTP/1.1 200"))
    }
  }

  @Test(arguments: [("1.0", ""), ("1.1", "Connection: Close\r\n")])
  func `closes the connection where the client waits for that`(_ version: String, _ field: String) async throws {
    try await withDisplay { _, port in
      let viewer = try Viewer(port: port)
      viewer.send("GET /lines.json HTTP/\(version)\r\nHost: localhost:\(port)\r\n\(field)\r\n")
      #expect(try await viewer.answer().head.hasPrefix("HTTP/1.1 200"))
      #expect(try await viewer.readToEnd() == [])
    }
  }

  @Test func `keeps a connection of HTTP 1.0 that is asked to be kept`() async throws {
    try await withDisplay { _, port in
      let viewer = try Viewer(port: port)
      for _ in 0..<2 {
        viewer.send("GET / HTTP/1.0\r\nHost: localhost:\(port)\r\nConnection: keep-alive\r\n\r\n")
        #expect(try await viewer.answer().head.hasPrefix("HTTP/1.1 200"))
      }
    }
  }

  @Test func `answers only to its own names while it is for this machine alone`() async throws {
    try await withDisplay { display, port in
      display.show(frame([line(1, "secret")]))
      for path in ["/", "/events", "/stream.mjpg", "/frame.jpg", "/lines.json"] {
        for host in ["evil.example", "localhost.evil.example", "10.0.0.1"] {
          let viewer = try Viewer(port: port)
          viewer.ask(path, host: host, port: port)
          let (head, body) = try await viewer.answer()
          #expect(head.hasPrefix("HTTP/1.1 421"))
          #expect(!String(decoding: body, as: UTF8.self).contains("secret"))
        }
      }
      for host in ["localhost", "LocalHost", "127.0.0.1", "[::1]"] {
        let viewer = try Viewer(port: port)
        viewer.ask("/lines.json", host: host, port: port)
        #expect(try await viewer.answer().head.hasPrefix("HTTP/1.1 200"))
      }
      let other = try Viewer(port: port)
      other.ask("/", port: port == 1 ? 2 : port - 1)
      #expect(try await other.answer().head.hasPrefix("HTTP/1.1 421"))
    }
  }

  @Test func `answers to any name once an address is written out`() async throws {
    let display = try WebDisplay()
    let port = try await display.start(at: WebAddress("0.0.0.0:0")).port
    let viewer = try Viewer(port: port)
    viewer.ask("/", host: "pc.local", port: port)
    #expect(try await viewer.answer().head.hasPrefix("HTTP/1.1 200"))
    await display.stop()
  }
}
