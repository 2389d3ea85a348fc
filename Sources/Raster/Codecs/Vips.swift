internal import CVips
internal import Failure

/// libvips as a whole: its start-up and its error messages.
enum Vips {
  /// Its calls; nil where it cannot be started. Opens and starts it once in the process, the first time it is touched.
  ///
  /// - No cache of operations: a reader sees each picture once, and the cache would hold on to its memory.
  /// - One thread a picture: callers that want more read several pictures at once.
  /// - Loaders that libvips calls untrusted (ImageMagick, SVG, PDF, OpenEXR …) stay closed. Netpbm's is opened again:
  ///   the format is simple and fuzzed, see Tests/RasterTests/HostileInputTests.swift.
  /// - No modules: of what Debian puts into files of their own (ImageMagick, PDF, OpenSlide, JPEG XL, HEIF) only HEIF is
  ///   read, and opened with the first such picture. All of them took 40 ms of a start.
  /// - Warnings go nowhere: a library does not print.
  nonisolated(unsafe) private static let library: UnsafePointer<legible_vips>? = {
    let calls = UnsafeMutablePointer<legible_vips>.allocate(capacity: 1)
    guard legible_vips_load(calls) else {
      calls.deallocate()
      return nil
    }
    let everything = GLogLevelFlags(rawValue: ~0)
    // GObject complains when a loader passes on a size from a damaged header.
    for domain in ["VIPS", "GLib-GObject"] { g_log_set_handler(domain, everything, { _, _, _, _ in }, nil) }
    legible_vips_without_modules(calls)
    guard legible_vips_start(calls) == 0 else { return nil }
    calls.pointee.leak_set(0)
    calls.pointee.cache_set_max(0)
    calls.pointee.concurrency_set(1)
    blockUntrusted(UnsafePointer(calls))
    return UnsafePointer(calls)
  }()

  /// Its calls, after `start`.
  static var calls: UnsafePointer<legible_vips> {
    guard let library else { preconditionFailure("libvips is used before it was started") }
    return library
  }

  /// Opens libvips' module for HEIF and AVIF once in the process, where it has one.
  static let opensHEIF: Bool = {
    guard let library, legible_vips_open_module(library, "vips-heif") else { return false }
    blockUntrusted(library)
    return true
  }()

  private static func blockUntrusted(_ calls: UnsafePointer<legible_vips>) {
    calls.pointee.block_untrusted_set(1)
    calls.pointee.operation_block_set("VipsForeignLoadPpm", 0)
  }

  /// - Throws: `unreadableImage` where libvips does not start.
  static func start() throws(LegibleError) {
    guard library != nil else {
      throw LegibleError(
        .unreadableImage,
        "the picture library libvips is not there or does not start: install libvips 8.13 or later (libvips42)")
    }
  }

  /// Takes what went wrong out of libvips' log of errors: the first line about a format, or an empty string.
  ///
  /// The log is one for the process: with several threads at work a line may be about another picture, so only lines
  /// that name the format count.
  static func takeError(about keyword: String) -> String {
    guard let text = calls.pointee.error_buffer_copy() else { return "" }
    defer { g_free(text) }
    let lines = String(cString: text).split(separator: "\n")
    return lines.first { $0.lowercased().contains(keyword) }.map(String.init) ?? ""
  }
}
