internal import HTTPTypes
internal import NIOCore

/// Lines and what happens to them as Server-Sent Events, each with one line of JSON: `snapshot` for who comes or has missed
/// too much, `appeared`, `changed` and `vanished` one by one, `lines` with all lines whenever they are others, and `end`.
enum EventStream {
  static var fields: HTTPFields { Reply.fields(type: "text/event-stream") }

  /// Sends messages until there are no more. `send` returns when nearly all that was sent before is on its way.
  static func run(_ board: LineBoard, _ send: (ByteBuffer) async throws -> Void) async throws {
    try await send(ByteBuffer(string: "retry: 2000\n\n"))
    var cursor: LineBoard.Cursor?
    while let (news, next) = await board.next(after: cursor) {
      cursor = next
      switch news {
      case .snapshot(let snapshot):
        try await send(ServerSentEvent.message("snapshot", snapshot))
      case .changes(let events, let lines):
        var messages = ByteBuffer()
        for event in events { messages.writeImmutableBuffer(ServerSentEvent.message(event.kind, event)) }
        if let lines { messages.writeImmutableBuffer(ServerSentEvent.message("lines", lines)) }
        try await send(messages)
      case .nothing:
        try await send(ServerSentEvent.comment)
      }
    }
    try await send(ByteBuffer(string: "event: end\ndata: {}\n\n"))
  }
}
