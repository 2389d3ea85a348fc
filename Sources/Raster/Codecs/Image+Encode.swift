public import Failure

extension Image {
  /// The bytes of a picture file.
  ///
  /// - Parameters:
  ///   - format: one that `isWritable`.
  ///   - quality: 1…100, for JPEG and WebP; PNG and TIFF keep every pixel as it is.
  /// - Throws: `LegibleError` with the code `invalidArgument` for another format or quality, or a picture that is larger
  ///   than the format can hold (JPEG 65535 pixels a side, WebP 16383).
  public func encoded(as format: ImageFormat, quality: Int = 90) throws(LegibleError) -> [UInt8] {
    guard (1...100).contains(quality) else {
      throw LegibleError(.invalidArgument, "the quality is \(quality): give a number from 1 to 100")
    }
    let suffix: String
    var longest = Int.max
    switch format {
    case .jpeg: (suffix, longest) = (".jpg[Q=\(quality),strip]", 65535)
    case .webp: (suffix, longest) = (".webp[Q=\(quality),strip]", 16383)
    case .png: suffix = ".png[strip]"
    case .tiff: suffix = ".tif[compression=deflate,predictor=horizontal,strip]"
    case .gif, .bmp, .pnm, .heif, .avif:
      throw LegibleError(
        .invalidArgument, "\(format.name) pictures are read but not written: use png, jpg, webp or tif")
    }
    guard max(width, height) <= longest else {
      throw LegibleError(
        .invalidArgument,
        "the picture is \(size) pixels and a \(format.name) file holds at most \(longest) a side: use png")
    }
    try Vips.start()
    let bytes = pixels.withUnsafeBytes { VipsPicture(pixels: $0, size: size, bands: 3)?.encoded(suffix: suffix) }
    guard let bytes else {
      let detail = Vips.takeError(about: format.rawValue)
      throw LegibleError(
        .invalidArgument, "the \(size) picture cannot be written as \(format.name): use another format. \(detail)")
    }
    return bytes
  }

  /// Writes a picture file in the format of its extension: `png`, `jpg`, `jpeg`, `webp`, `tif` or `tiff`.
  ///
  /// A file appears whole or not at all, and replaces an older one in one step. What is not a regular file (`/dev/null`, a
  /// pipe) is written in place, as PNG where its name tells no format.
  ///
  /// - Parameters:
  ///   - path: the file to write; its folder exists.
  ///   - quality: 1…100, for JPEG and WebP.
  /// - Throws: `LegibleError` with the code `invalidArgument` (extension, quality, size) or `unwritableFile`. The message
  ///   begins with the path.
  public func write(to path: String, quality: Int = 90) throws(LegibleError) {
    do throws(LegibleError) {
      let format = try Self.format(ofTarget: path)
      try FileOutput.write(encoded(as: format, quality: quality), to: path)
    } catch {
      throw LegibleError(error.code, "\(path): \(error.message)")
    }
  }

  private static func format(ofTarget path: String) throws(LegibleError) -> ImageFormat {
    let name = path.split(separator: "/").last ?? ""
    let fileExtension = name.lastIndex(of: ".").map { name[name.index(after: $0)...] } ?? ""
    if let format = ImageFormat(fileExtension: String(fileExtension)) { return format }
    if FileOutput.isSpecial(path) { return .png }
    let found = fileExtension.isEmpty ? "no extension" : "the extension \"\(fileExtension)\""
    throw LegibleError(
      .invalidArgument, "the file name has \(found), which tells no picture format: use png, jpg, webp or tif")
  }
}
