internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import Synchronization

/// The open connections, so that those can be closed that nobody reads from, and in the end all.
final class Connections: Sendable {
  private struct Content: Sendable {
    var channels: [ObjectIdentifier: any Channel] = [:]
    /// Since when the other side has taken nothing of what is to be sent.
    var blocked: [ObjectIdentifier: ContinuousClock.Instant] = [:]
    var responses = 0
    var streams = 0
  }
  private let content = Mutex(Content())
  let maximumStreams: Int

  init(maximumStreams: Int) { self.maximumStreams = maximumStreams }

  /// Connections that are open.
  var count: Int { content.withLock(\.channels.count) }
  /// Streams that are open.
  var streams: Int { content.withLock(\.streams) }
  /// Responses that are being written, streams too.
  var responses: Int { content.withLock(\.responses) }

  /// Counts a connection until it closes.
  func add(_ channel: any Channel) {
    let id = ObjectIdentifier(channel)
    content.withLock { $0.channels[id] = channel }
    channel.closeFuture.whenComplete { [self] _ in
      content.withLock {
        $0.channels[id] = nil
        $0.blocked[id] = nil
      }
    }
  }

  func beginResponse() { content.withLock { $0.responses += 1 } }
  func endResponse() { content.withLock { $0.responses -= 1 } }

  /// Takes one of the places for streams; false if there is none left.
  func beginStream() -> Bool {
    content.withLock {
      guard $0.streams < maximumStreams else { return false }
      $0.streams += 1
      return true
    }
  }

  func endStream() { content.withLock { $0.streams -= 1 } }

  /// Notes how long a write takes, which waits until the other side has taken enough of what was written before.
  func writing(to channel: any Channel, _ body: () async throws -> Void) async throws {
    let id = ObjectIdentifier(channel)
    content.withLock { if $0.channels[id] != nil { $0.blocked[id] = .now } }
    defer { content.withLock { $0.blocked[id] = nil } }
    try await body()
  }

  /// Closes what has been blocked for longer, with what was not sent.
  func closeBlocked(longerThan limit: Duration) {
    let stuck = content.withLock { content in
      content.blocked.filter { $0.value.duration(to: .now) > limit }.compactMap { content.channels[$0.key] }
    }
    for channel in stuck { channel.close(promise: nil) }
  }

  /// Closes everything, with what was not sent.
  func closeAll() {
    for channel in content.withLock({ Array($0.channels.values) }) { channel.close(promise: nil) }
  }
}

/// HTTP/1 on connections that are counted.
struct CountedHTTP: ServerChildChannel {
  let http: HTTP1Channel
  let connections: Connections

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
    connections.add(channel)
    // What the system holds for a slow viewer is what it sees late: a few frames at the most.
    channel.setOption(.socketOption(.so_sndbuf), value: 128 * 1024).whenComplete { _ in }
    return http.setup(channel: channel, logger: logger).flatMapThrowing { value in
      try OldRequests.add(to: channel)
      return value
    }
  }

  func handle(value: HTTP1Channel.Value, logger: Logger) async {
    await http.handle(value: value, logger: logger)
  }
}
