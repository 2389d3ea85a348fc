internal import CVips
internal import Failure

/// libvips as a whole: its start-up and its error messages.
enum Vips {
  /// Starts libvips once in the process, the first time it is touched; false where it cannot be started.
  ///
  /// - No cache of operations: a reader sees each picture once, and the cache would hold on to its memory.
  /// - One thread a picture: callers that want more read several pictures at once.
  /// - Loaders that libvips calls untrusted (ImageMagick, SVG, PDF, OpenEXR …) stay closed. Netpbm's is opened again:
  ///   the format is simple and fuzzed, see Tests/RasterTests/HostileInputTests.swift.
  /// - Warnings go nowhere: a library does not print.
  static let isStarted: Bool = {
    let everything = GLogLevelFlags(rawValue: ~0)
    // GObject complains when a loader passes on a size from a damaged header.
    for domain in ["VIPS", "GLib-GObject"] { g_log_set_handler(domain, everything, { _, _, _, _ in }, nil) }
    guard vips_init("legible") == 0 else { return false }
    vips_leak_set(0)
    vips_cache_set_max(0)
    vips_concurrency_set(1)
    vips_block_untrusted_set(1)
    vips_operation_block_set("VipsForeignLoadPpm", 0)
    return true
  }()

  /// - Throws: `unreadableImage` where libvips does not start.
  static func start() throws(LegibleError) {
    guard isStarted else {
      throw LegibleError(
        .unreadableImage, "the picture library libvips does not start: install libvips 8.13 or later (libvips42)")
    }
  }

  /// Takes what went wrong out of libvips' log of errors: the first line about a format, or an empty string.
  ///
  /// The log is one for the process: with several threads at work a line may be about another picture, so only lines
  /// that name the format count.
  static func takeError(about keyword: String) -> String {
    guard let text = vips_error_buffer_copy() else { return "" }
    defer { g_free(text) }
    let lines = String(cString: text).split(separator: "\n")
    return lines.first { $0.lowercased().contains(keyword) }.map(String.init) ?? ""
  }
}
