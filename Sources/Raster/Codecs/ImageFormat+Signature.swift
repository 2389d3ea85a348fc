internal import Failure

extension ImageFormat {
  /// The format that the first bytes of a file tell, whatever its name; nil where it is none of these.
  ///
  /// - Parameter bytes: the beginning of the file; 32 bytes are enough.
  public init?(signature bytes: some Collection<UInt8>) {
    let head = Array(bytes.prefix(32))
    if head.starts(with: [0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else if head.holds("\u{89}PNG\r\n\u{1A}\n") {
      self = .png
    } else if head.holds("RIFF"), head.holds("WEBP", at: 8) {
      self = .webp
    } else if ["II*\0", "MM\0*", "II+\0", "MM\0+"].contains(where: { head.holds($0) }) {
      self = .tiff
    } else if head.holds("GIF87a") || head.holds("GIF89a") {
      self = .gif
    } else if head.holds("BM"), head.count > 14, [12, 40, 52, 56, 64, 108, 124].contains(head[14]) {
      self = .bmp
    } else if head.count > 2, head[0] == UInt8(ascii: "P"), "123456Ff".utf8.contains(head[1]),
      " \t\r\n#".utf8.contains(head[2])
    {
      self = .pnm
    } else if head.holds("ftyp", at: 4), head.holds("avi", at: 8) {
      self = .avif
    } else if head.holds("ftyp", at: 4), ["hei", "hev", "mif", "msf"].contains(where: { head.holds($0, at: 8) }) {
      self = .heif
    } else {
      return nil
    }
  }

  /// The format of a file that should be a picture.
  ///
  /// - Throws: `unreadableImage`, with what the file is instead where that can be told.
  static func identify(_ bytes: some Collection<UInt8>) throws(LegibleError) -> ImageFormat {
    if let format = ImageFormat(signature: bytes) { return format }
    let head = Array(bytes.prefix(1024))
    if head.isEmpty {
      throw LegibleError(.unreadableImage, "there are 0 bytes, not a picture: get the file again")
    }
    // What libvips would read through code that was never hardened against hostile files is named, not tried.
    let others: [(signature: String, offset: Int, name: String)] = [
      ("%PDF-", 0, "a PDF file"),
      ("%!PS", 0, "a PostScript file"),
      ("8BPS", 0, "a Photoshop file"),
      ("\0\0\0\u{0C}jP  ", 0, "a JPEG 2000 picture"),
      ("\0\0\0\u{0C}JXL ", 0, "a JPEG XL picture"),
      ("#?RADIANCE", 0, "a Radiance picture"),
      ("#?RGBE", 0, "a Radiance picture"),
      ("SIMPLE  =", 0, "a FITS picture"),
      ("PK\u{03}\u{04}", 0, "a ZIP archive or an office document"),
      ("P7", 0, "a PAM picture"),
      ("ftyp", 4, "a video"),
    ]
    let name: String? =
      if let other = others.first(where: { head.holds($0.signature, at: $0.offset) }) {
        other.name
      } else if head.starts(with: [0xFF, 0x4F, 0xFF, 0x51]) {
        "a JPEG 2000 picture"
      } else if head.starts(with: [0xFF, 0x0A]) {
        "a JPEG XL picture"
      } else if head.starts(with: [0x76, 0x2F, 0x31, 0x01]) {
        "an OpenEXR picture"
      } else if String(decoding: head, as: UTF8.self).contains("<svg") {
        "an SVG drawing"
      } else {
        nil
      }
    guard let name else {
      throw LegibleError(
        .unreadableImage,
        "this is not a picture that can be read: expected \(readable)")
    }
    throw LegibleError(
      .unreadableImage,
      "this is \(name), which is not read as a picture: convert it to PNG or JPEG first, or give \(readable)")
  }

  private static let readable = "JPEG, PNG, WebP, TIFF, GIF, BMP, PNM, HEIF or AVIF"
}

extension [UInt8] {
  /// Whether the characters of a text, each below 256, stand at an offset.
  fileprivate func holds(_ text: String, at offset: Int = 0) -> Bool {
    dropFirst(offset).starts(with: text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) })
  }
}
