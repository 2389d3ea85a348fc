/// Which names a browser may have reached the page by.
///
/// A page of a stranger can give its own name the address 127.0.0.1 and then read what this machine serves to itself
/// (DNS rebinding). The browser tells the name in the Host header, so only names that are ours are answered.
struct HostCheck: Sendable {
  private let names: Set<String>?
  private let port: Int

  /// A check for what is bound to this machine alone; where others may come, their names for it are not known, and all are let in.
  init(address: WebAddress, bound: WebAddress) {
    port = bound.port
    names =
      bound.isLoopback
      ? ["localhost", "127.0.0.1", "[::1]", Self.name(of: address), Self.name(of: bound)] : nil
  }

  /// Whether a Host header, nil where there is none, names this server.
  func allows(_ header: String?) -> Bool {
    guard let names else { return true }
    guard let header = header?.lowercased() else { return false }
    if header.hasSuffix(":\(port)") { return names.contains(String(header.dropLast("\(port)".count + 1))) }
    // Browsers leave port 80 out.
    return port == 80 && names.contains(header)
  }

  private static func name(of address: WebAddress) -> String {
    (address.host.contains(":") ? "[\(address.host)]" : address.host).lowercased()
  }
}
