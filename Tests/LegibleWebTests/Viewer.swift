import Dispatch
import Failure
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// One connection to a display, as bytes: what a browser would be told, and as slowly as a test likes.
///
/// Blocking calls run on threads of their own, so that the server's tasks have theirs.
final class Viewer: Sendable {
  private let socket: Int32
  private let rest = Mutex<[UInt8]>([])

  /// Connects to 127.0.0.1.
  ///
  /// - Parameter receiveBuffer: how many bytes the system takes before they are read; nil as it likes.
  init(port: Int, receiveBuffer: Int32? = nil) throws {
    #if canImport(Glibc)
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
    socket = Darwin.socket(AF_INET, SOCK_STREAM, 0)
    #endif
    if var size = receiveBuffer { setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &size, 4) }
    // A server that never answers fails the test instead of holding it up.
    var patience = timeval(tv_sec: 600, tv_usec: 0)
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port)).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let result = withUnsafeBytes(of: &address) {
      connect(socket, $0.assumingMemoryBound(to: sockaddr.self).baseAddress, socklen_t($0.count))
    }
    guard result == 0 else { throw Failed("cannot connect to port \(port)") }
  }

  deinit { close(socket) }

  /// Ends the connection.
  func leave() { shutdown(socket, Int32(SHUT_RDWR)) }

  /// Asks for a path.
  func ask(_ path: String, method: String = "GET", host: String = "localhost", port: Int, then field: String = "") {
    send("\(method) \(path) HTTP/1.1\r\nHost: \(host):\(port)\r\n\(field)\r\n")
  }

  /// Sends some text as it is.
  func send(_ text: String) {
    let bytes = Array(text.utf8)
    #if canImport(Glibc)
    _ = bytes.withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    #else
    _ = bytes.withUnsafeBytes { Darwin.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    #endif
  }

  /// All bytes up to the end of a text.
  @discardableResult
  func read(until text: String) async throws -> String {
    String(decoding: try await read { Self.end(of: Array(text.utf8), in: $0) }, as: UTF8.self)
  }

  /// As many bytes.
  func read(count: Int) async throws -> [UInt8] { try await read { $0.count >= count ? count : nil } }

  /// A whole answer whose length is told.
  func answer() async throws -> (head: String, body: [UInt8]) {
    let head = try await read(until: "\r\n\r\n")
    let length = Self.number(after: "Content-Length: ", in: head) ?? 0
    return (head, try await read(count: length))
  }

  /// All that comes until the server closes the connection.
  func readToEnd() async throws -> [UInt8] {
    var all: [UInt8] = []
    while let more = try await receive() { all += more }
    return rest.withLock { rest in
      defer { rest = [] }
      return rest + all
    }
  }

  /// The number that stands behind a text; behind none: the one at the beginning.
  static func number(after text: String, in head: some StringProtocol) -> Int? {
    guard let end = text.isEmpty ? head.startIndex : head.range(of: text)?.upperBound else { return nil }
    return Int(head[end...].prefix { $0.isNumber })
  }

  private func read(_ count: ([UInt8]) -> Int?) async throws -> [UInt8] {
    while true {
      let taken: [UInt8]? = rest.withLock { rest in
        guard let n = count(rest) else { return nil }
        defer { rest.removeFirst(n) }
        return Array(rest.prefix(n))
      }
      if let taken { return taken }
      guard let more = try await receive() else { throw Failed("the connection was closed") }
      rest.withLock { $0 += more }
    }
  }

  /// Nil at the end.
  private func receive() async throws -> [UInt8]? {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue(label: "viewer").async { [socket] in
        var buffer = [UInt8](repeating: 0, count: 65536)
        let n = recv(socket, &buffer, buffer.count, 0)
        if n > 0 {
          continuation.resume(returning: Array(buffer.prefix(n)))
        } else if n == 0 || errno == ECONNRESET {
          continuation.resume(returning: nil)
        } else {
          continuation.resume(throwing: Failed("nothing came: \(String(cString: strerror(errno)))"))
        }
      }
    }
  }

  private static func end(of text: [UInt8], in bytes: [UInt8]) -> Int? {
    guard bytes.count >= text.count else { return nil }
    for i in 0...(bytes.count - text.count) where bytes[i..<(i + text.count)].elementsEqual(text) {
      return i + text.count
    }
    return nil
  }

  struct Failed: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
  }
}

extension StringProtocol {
  /// The first place of a text; the standard library has none that needs no Foundation.
  func range(of text: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}
