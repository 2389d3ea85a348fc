public import Failure

/// Where the web page is served: an address of this machine and a port.
public struct WebAddress: Hashable, Sendable {
  /// A name, an IPv4 address, or an IPv6 address without brackets.
  public var host: String
  /// 0…65535; 0 asks for any that is free.
  public var port: Int

  /// An address as it is; nothing is checked.
  public init(host: String = "127.0.0.1", port: Int) {
    self.host = host
    self.port = port
  }

  /// An address as it is written: `:8080` or `8080` for this machine alone (127.0.0.1), `0.0.0.0:8080` for every address
  /// that the machine has, `[::1]:8080` for IPv6, `name:8080`.
  ///
  /// - Throws: `LegibleError` with the code `invalidArgument`; the message begins with the text.
  public init(_ text: String) throws(LegibleError) {
    func failure(_ found: String) -> LegibleError {
      LegibleError(.invalidArgument, "\(text): \(found): write :8080, 0.0.0.0:8080 or [::1]:8080")
    }
    if text.contains("/") { throw failure("an address and a port are expected, without http:// and without a path") }
    guard let colon = text.lastIndex(of: ":") else {
      guard !text.isEmpty, text.allSatisfy(\.isASCIIDigit) else { throw failure("there is no port") }
      self.init(port: try Self.port(text, failure))
      return
    }
    let port = try Self.port(String(text[text.index(after: colon)...]), failure)
    let host = text[..<colon]
    if host.isEmpty {
      self.init(port: port)
    } else if host.hasPrefix("["), host.hasSuffix("]") {
      let inside = host.dropFirst().dropLast()
      guard inside.contains(":"), inside.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." }) else {
        throw failure("there is no IPv6 address in the brackets")
      }
      self.init(host: String(inside), port: port)
    } else if host.contains(":") {
      throw failure("an IPv6 address stands in brackets")
    } else if host.allSatisfy(\.isASCIIDigitOrDot), !Self.isIPv4(host) {
      throw failure("an IPv4 address has four numbers from 0 to 255")
    } else {
      guard host.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "." || $0 == "-") }) else {
        throw failure("a name has letters, digits, dots and hyphens")
      }
      self.init(host: String(host), port: port)
    }
  }

  /// What a browser on this machine opens, for instance `http://127.0.0.1:8080/`.
  public var url: String {
    switch host {
    case "0.0.0.0": "http://127.0.0.1:\(port)/"
    case "::": "http://[::1]:\(port)/"
    default: "http://\(description)/"
    }
  }

  /// Whether no other machine can reach it, as far as the host tells without asking for a name's address.
  public var isLoopback: Bool {
    host.lowercased() == "localhost" || host == "::1" || (host.hasPrefix("127.") && Self.isIPv4(host[...]))
  }

  private static func port(_ text: String, _ failure: (String) -> LegibleError) throws(LegibleError) -> Int {
    guard !text.isEmpty, text.allSatisfy(\.isASCIIDigit), let port = Int(text), port <= 65535 else {
      throw failure(text.isEmpty ? "there is no port" : "\"\(text)\" is no port, which is a number from 0 to 65535")
    }
    return port
  }

  private static func isIPv4(_ text: Substring) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.allSatisfy { $0.count <= 3 && Int($0).map { $0 <= 255 } == true }
  }
}

extension WebAddress: CustomStringConvertible {
  /// Host and port as they are written, for instance `127.0.0.1:8080` or `[::1]:8080`.
  public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

extension Character {
  fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
  fileprivate var isASCIIDigitOrDot: Bool { isASCIIDigit || self == "." }
}
