import Foundation

@testable import Capture

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A server on 127.0.0.1 that sends what it is told to one client after the other, and looks at nothing that they say.
final class StreamServer: Sendable {
  let port: UInt16
  private let listener: Int32

  /// - Parameter serve: writes to the client by the closure that it gets, which is false when the client has gone.
  init(serve: @escaping @Sendable (_ send: (Data) -> Bool) -> Void) throws {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    let bound = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        bind(listener, pointer, length) == 0 && listen(listener, 5) == 0 && getsockname(listener, pointer, &length) == 0
      }
    }
    guard bound else { throw LegibleError(.sourceUnavailable, "the test's server does not start") }
    port = UInt16(bigEndian: address.sin_port)
    Thread.detachNewThread {
      while true {
        let client = accept(listener, nil, nil)
        if client < 0 {
          // Not before: another server may get the number of a closed socket, and this loop its clients.
          close(listener)
          return
        }
        // Who closes a socket with unread bytes in it resets the connection.
        var request = [UInt8](repeating: 0, count: 4096)
        _ = recv(client, &request, request.count, 0)
        serve { data in
          var rest = data
          while !rest.isEmpty {
            let sent = rest.withUnsafeBytes { send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if sent <= 0 { return false }
            rest = rest.dropFirst(sent)
          }
          return true
        }
        close(client)
      }
    }
  }

  func stop() {
    shutdown(listener, Int32(SHUT_RDWR))
  }

  /// The head of an answer that is JPEGs one after the other.
  static let head = Data(
    "HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=frame\r\n\r\n--frame\r\n".utf8)

  /// One of the JPEGs; its gray is 20 × number.
  static func part(_ number: Int) -> Data {
    let gray = UInt8(number * 20 % 256)
    let image = Image(size: Size(width: 64, height: 48), filled: Color(red: gray, green: gray, blue: gray))
    let bytes = (try? image.encoded(as: .jpeg, quality: 95)) ?? []
    return Data("Content-Type: image/jpeg\r\nContent-Length: \(bytes.count)\r\n\r\n".utf8) + Data(bytes)
      + Data("\r\n--frame\r\n".utf8)
  }
}
