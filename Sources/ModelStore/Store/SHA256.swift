internal import CGLib

/// SHA-256 over bytes that come in pieces, by GLib, which is linked for pictures anyway.
///
/// Checking what was downloaded is all that is hashed here: swift-crypto would add more than a minute to every first
/// build, and `sha256sum` is not there on every system.
struct SHA256: ~Copyable {
  private let checksum: OpaquePointer

  init() { checksum = g_checksum_new(G_CHECKSUM_SHA256) }

  deinit { g_checksum_free(checksum) }

  /// Takes in more bytes.
  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    g_checksum_update(checksum, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count)
  }

  /// The hash of all bytes, as 64 lower-case hexadecimal digits. Nothing can be taken in after it.
  consuming func digest() -> String { String(cString: g_checksum_get_string(checksum)) }
}
