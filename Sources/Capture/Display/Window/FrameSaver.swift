internal import Failure
internal import Raster

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Saves a frame as a picture, without any drawing, and what is known of it as JSON beside it.
struct FrameSaver {
  /// Where to; empty for the current folder.
  var folder: String
  /// The seconds since 1970.
  var clock: () -> Int = { time(nil) }

  /// Writes `legible-20260131-174500-000012.png` and `.json`: the date, the local time and the frame's number.
  ///
  /// - Returns: the path of the picture.
  /// - Throws: `unwritableFile`.
  func save(_ view: DisplayView) throws -> String {
    var seconds = time_t(clock())
    var parts = tm()
    localtime_r(&seconds, &parts)
    var text = [CChar](repeating: 0, count: 32)
    strftime(&text, text.count, "%Y%m%d-%H%M%S", &parts)
    let date = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    let number = String(view.frame.index)
    let name = "legible-\(date)-" + String(repeating: "0", count: max(0, 6 - number.count)) + number
    let path = folder.isEmpty || folder == "." ? name : folder + (folder.hasSuffix("/") ? "" : "/") + name
    try view.frame.image.write(to: path + ".png")
    let file = try TextOutput(path: path + ".json")
    _ = try file.write(view.json + "\n")
    try file.finish()
    return path + ".png"
  }
}
