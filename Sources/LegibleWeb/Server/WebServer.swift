internal import Failure
#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOPosix

/// How viewers are looked after of whom nothing is heard.
struct ViewerCare: Sendable {
  /// Who has waited for one to two of these is sent a sign of life.
  var period = Duration.seconds(5)
  /// Who makes no room for what is to be sent next for so long is cut off.
  var patience = Duration.seconds(20)
  /// Without a request for so long, or while one does not arrive whole, a connection is closed.
  var idle = Duration.seconds(15)
}

/// The HTTP server of a web display: one event loop, on a thread of its own, and the tasks that answer.
final class WebServer: Sendable {
  /// What it is bound to: where port 0 was asked for, the one that it got.
  let address: WebAddress
  private let connections: Connections
  private let pictures: PictureBoard
  private let lines: LineBoard
  private let serving: Task<Void, Never>
  private let group: MultiThreadedEventLoopGroup

  /// A browser opens six connections at the most for all its pages of one server together.
  private static let connectionsPerStream = 4

  private init(
    address: WebAddress, connections: Connections, pictures: PictureBoard, lines: LineBoard,
    serving: Task<Void, Never>, group: MultiThreadedEventLoopGroup
  ) {
    (self.address, self.connections) = (address, connections)
    (self.pictures, self.lines) = (pictures, lines)
    (self.serving, self.group) = (serving, group)
  }

  /// Binds the address and serves.
  ///
  /// - Throws: `LegibleError` with the code `unusableAddress`.
  static func start(
    at address: WebAddress, pictures: PictureBoard, lines: LineBoard, maximumViewers: Int, care: ViewerCare
  ) async throws(LegibleError) -> WebServer {
    // The page has one stream of events; another program one of pictures.
    let connections = Connections(maximumStreams: maximumViewers)
    let site = LateSite()
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let silent = Logger(label: "legible.web") { _ in SwiftLogNoOpLogHandler() }
    let (reports, report) = AsyncStream.makeStream(of: Result<WebAddress, any Error>.self)
    let http = HTTP1Channel(
      responder: { request, writer, channel in
        // Nothing is accepted before the address is known.
        guard let site = site.value else { return }
        connections.beginResponse()
        defer { connections.endResponse() }
        try await site.respond(to: request, writer: writer, channel: channel)
      },
      configuration: .init(
        idleTimeout: TimeAmount(care.idle),
        httpDecoderConfiguration: .init(
          maxHeaderFieldSize: 16 * 1024, maxHeaderListSize: 32 * 1024, maxHeaderFieldCount: 100)))
    let server = Server(
      childChannelSetup: CountedHTTP(http: http, connections: connections),
      configuration: ServerConfiguration(
        address: .hostname(address.host, port: address.port),
        availableConnectionsDelegate: MaximumAvailableConnections(
          maximumViewers * connectionsPerStream, logger: silent)),
      onServerRunning: { channel in
        let bound = WebAddress(
          host: channel.localAddress?.ipAddress ?? address.host, port: channel.localAddress?.port ?? address.port)
        site.value = Site(
          pictures: pictures, lines: lines, connections: connections, host: HostCheck(address: address, bound: bound))
        report.yield(.success(WebAddress(host: address.host, port: bound.port)))
      },
      eventLoopGroup: group, logger: silent)
    let serving = Task {
      await withTaskGroup { tasks in
        tasks.addTask {
          do { try await server.run() } catch { report.yield(.failure(error)) }
        }
        tasks.addTask {
          while (try? await Task.sleep(for: care.period)) != nil {
            connections.closeBlocked(longerThan: care.patience)
            pictures.tick()
            lines.tick()
          }
        }
        await tasks.next()
        tasks.cancelAll()
      }
      report.finish()
    }
    do {
      for await result in reports {
        return WebServer(
          address: try result.get(), connections: connections, pictures: pictures, lines: lines, serving: serving,
          group: group)
      }
      throw CancellationError()
    } catch {
      serving.cancel()
      await serving.value
      try? await group.shutdownGracefully()
      throw unusable(address, error)
    }
  }

  /// Streams that are open.
  var viewers: Int { connections.streams }
  /// Answers that are being written, streams too.
  var responses: Int { connections.responses }

  /// Ends all streams and closes all connections, those of viewers that take nothing too, within a second.
  func stop() async {
    pictures.close()
    lines.close()
    // The streams say goodbye by themselves where their viewers listen.
    await wait(for: .milliseconds(500)) { connections.responses == 0 }
    serving.cancel()
    await wait(for: .milliseconds(250)) { connections.count == 0 }
    connections.closeAll()
    await serving.value
    try? await group.shutdownGracefully()
  }

  private func wait(for limit: Duration, until condition: () -> Bool) async {
    let start = ContinuousClock.now
    while !condition(), start.duration(to: .now) < limit, (try? await Task.sleep(for: .milliseconds(5))) != nil {}
  }

  private static func unusable(_ address: WebAddress, _ error: any Error) -> LegibleError {
    let reason: String
    switch (error as? IOError)?.errnoCode {
    case EADDRINUSE:
      reason = "another program uses port \(address.port): end it, or choose another port (0 takes any that is free)"
    case EACCES, EPERM:
      reason = "port \(address.port) is not for everyone, as all below 1024: choose a larger one, such as 8080"
    case EADDRNOTAVAIL:
      reason =
        "this machine has no such address: write one that it has, 0.0.0.0 for all, or none for this machine alone"
    default:
      reason =
        error is SocketAddressError.UnknownHost
        ? "the name has no address: write an address of this machine" : "it cannot be listened on (\(error))"
    }
    return LegibleError(.unusableAddress, "\(address): \(reason)")
  }
}
