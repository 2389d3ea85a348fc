internal import CGLib

/// MD5 by GLib. It tells damaged files, and is no protection against anybody.
enum MD5 {
  /// The 16 bytes of the hash.
  static func digest(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    let checksum = g_checksum_new(G_CHECKSUM_MD5)
    defer { g_checksum_free(checksum) }
    bytes.withUnsafeBufferPointer { g_checksum_update(checksum, $0.baseAddress, $0.count) }
    var digest = [UInt8](repeating: 0, count: 16)
    var count: gsize = 16
    g_checksum_get_digest(checksum, &digest, &count)
    return digest
  }
}
