internal import HTTPTypes
internal import HummingbirdCore
internal import NIOCore
internal import Synchronization

/// What is served at which path.
struct Site: Sendable {
  let pictures: PictureBoard
  let lines: LineBoard
  let connections: Connections
  let host: HostCheck

  /// Answers a request.
  func respond(to request: Request, writer: consuming ResponseWriter, channel: any Channel) async throws {
    guard host.allows(request.head.authority) else {
      let reply = Reply(
        .misdirectedRequest,
        "This page is served to this machine alone, as localhost or by the address that it was started with.")
      return try await reply.write(to: writer, headOnly: request.method == .head)
    }
    let path = request.uri.path
    let isStream = path == "/stream.mjpg" || path == "/events"
    let isHead = request.method == .head
    guard request.method == .get || (isHead && !isStream) else {
      let allowed = isStream ? "GET" : "GET, HEAD"
      var reply = Reply(.methodNotAllowed, "Only \(allowed) is answered here.")
      reply.fields[.allow] = allowed
      return try await reply.write(to: writer, headOnly: isHead)
    }
    switch path {
    case "/stream.mjpg":
      try await stream(PictureStream.fields, to: request, writer, channel) { [pictures] send in
        try await PictureStream.run(pictures, send)
      }
    case "/events":
      try await stream(EventStream.fields, to: request, writer, channel) { [lines] send in
        try await EventStream.run(lines, send)
      }
    case "/frame.jpg":
      try await frame(after: request.uri.queryParameters["after"].flatMap { Int($0) } ?? 0).write(
        to: writer, headOnly: isHead)
    default:
      try await file(path).write(to: writer, headOnly: isHead)
    }
  }

  private func file(_ path: String) -> Reply {
    func file(_ type: String, _ bytes: [UInt8]) -> Reply { Reply(type: type, body: ByteBuffer(bytes: bytes)) }
    switch path {
    case "/": return file("text/html; charset=utf-8", PackageResources.page_html)
    case "/page.css": return file("text/css; charset=utf-8", PackageResources.page_css)
    case "/page.js": return file("text/javascript; charset=utf-8", PackageResources.page_js)
    case "/icon.svg", "/favicon.ico": return file("image/svg+xml", PackageResources.icon_svg)
    case "/lines.json":
      let json = ServerSentEvent.json(lines.snapshot())
      return Reply(type: "application/json", body: ByteBuffer(string: json + "\n"))
    default:
      return Reply(.notFound, "There is nothing here: the page is at /.")
    }
  }

  /// The newest picture, once it is another one than the viewer has.
  private func frame(after number: Int) async -> Reply {
    let start = ContinuousClock.now
    switch await pictures.next(after: number) {
    case .picture(let picture):
      var reply = Reply(type: "image/jpeg", body: picture.jpeg)
      reply.fields[.frame] = "\(picture.number)"
      reply.fields[.delay] = "\(picture.delay.milliseconds)"
      reply.fields[.waited] = "\(start.duration(to: .now).milliseconds)"
      return reply
    case .nothing:
      return Reply(.noContent, type: "image/jpeg", body: ByteBuffer())
    case nil:
      return Reply(.serviceUnavailable, "The loop has ended.")
    }
  }

  /// Writes a stream until it ends, the viewer leaves, or the server stops.
  private func stream(
    _ fields: HTTPFields, to request: Request, _ writer: consuming ResponseWriter, _ channel: any Channel,
    _ run: (_ send: (ByteBuffer) async throws -> Void) async throws -> Void
  ) async throws {
    guard connections.beginStream() else {
      var reply = Reply(
        .serviceUnavailable, "\(connections.maximumStreams) streams are open, which is the limit: close another page.")
      reply.fields[.retryAfter] = "5"
      return try await reply.write(to: writer, headOnly: false)
    }
    defer { connections.endStream() }
    var body = try await writer.writeHead(HTTPResponse(status: .ok, headerFields: fields))
    try await request.body.consumeWithCancellationOnInboundClose { _ in
      try await run { buffer in
        try await connections.writing(to: channel) { try await body.write(buffer) }
      }
    }
    try await body.finish(nil)
  }
}

/// A place for what is known once the server is bound.
final class LateSite: Sendable {
  private let site = Mutex<Site?>(nil)

  var value: Site? {
    get { site.withLock { $0 } }
    set { site.withLock { $0 = newValue } }
  }
}
