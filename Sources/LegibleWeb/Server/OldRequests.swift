internal import NIOCore
internal import NIOHTTP1

/// Has a connection closed after the answer where the request's version of HTTP wants that: clients of HTTP/1.0 wait for
/// the end, unless they asked to keep the connection.
///
/// Hummingbird closes where a request says `Connection: close`, and is not told the version.
final class OldRequests: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .head(var head) = unwrapInboundIn(data), !head.isKeepAlive else { return context.fireChannelRead(data) }
    head.headers.replaceOrAdd(name: "Connection", value: "close")
    context.fireChannelRead(wrapInboundOut(.head(head)))
  }

  /// Puts one behind what takes the requests' bytes apart. On the channel's event loop.
  static func add(to channel: any Channel) throws {
    let pipeline = channel.pipeline.syncOperations
    let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
    try pipeline.addHandler(OldRequests(), position: .after(decoder))
  }
}
