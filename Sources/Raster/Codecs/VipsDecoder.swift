internal import CPixels
internal import CVips
internal import Failure

/// Decodes one file in memory with the loader of libvips for its format.
struct VipsDecoder {
  let format: ImageFormat
  let bytes: UnsafeRawBufferPointer
  /// Whether a large JPEG may be decoded at half of its size.
  var mayHalve = false

  /// Whether the loader fails where it would only warn.
  private var isStrict = false

  init(format: ImageFormat, bytes: UnsafeRawBufferPointer, mayHalve: Bool = false) {
    self.format = format
    self.bytes = bytes
    self.mayHalve = mayHalve
  }

  /// The picture, upright, 8-bit sRGB, opaque, and the size that it has in the file where it was decoded at half of it.
  ///
  /// A JPEG decoder that finds data missing or damaged goes on with gray and only warns. That is refused, as half a picture of any format is;
  /// what it says of headers and of bytes between the parts is not.
  ///
  /// - Parameter willDecode: is told the size in the file once it was checked, before there are pixels.
  func decoded(
    limits: ImageLimits, willDecode: (Size) -> Void
  ) throws(LegibleError) -> (image: Image, whole: Size?) {
    try Vips.start()
    guard format == .jpeg else { return try decodedOnce(limits: limits, willDecode: willDecode) }
    var strict = self
    strict.isStrict = true
    var size: Size?
    do {
      return try strict.decodedOnce(limits: limits) {
        size = $0
        willDecode($0)
      }
    } catch  where Self.isHarmless(error) {
      return try decodedOnce(limits: limits) { if size == nil { willDecode($0) } }
    }
  }

  /// Whether an error is a warning of libjpeg's that is none of the pixels (its jerror.h). Where its reason got lost, since other threads decode
  /// damaged JPEGs at the same moment (`Vips.takeError`), it is not.
  private static func isHarmless(_ error: LegibleError) -> Bool {
    error.code == .unreadableImage && harmless.contains { error.message.contains($0) }
  }

  private static let harmless = [
    "extraneous bytes before marker", "bad ICC marker", "Unknown Adobe color transform", "unknown JFIF revision",
    "Inconsistent progression sequence", "Invalid SOS parameters for sequential JPEG",
  ]

  private func decodedOnce(
    limits: ImageLimits, willDecode: (Size) -> Void
  ) throws(LegibleError) -> (image: Image, whole: Size?) {
    if format == .heif || format == .avif { _ = Vips.opensHEIF }
    // The header alone: its size is checked before a pixel is decoded.
    guard var file = open(shrink: 1) else { throw failure() }
    try limits.check(width: file.width, height: file.height)
    if format == .pnm { try checkNetpbmSize(file) }
    var whole = Size(width: file.width, height: file.height)
    let isHalved = mayHalve && format == .jpeg && HalvedPicture.pays(whole)
    willDecode(isHalved ? Size(width: whole.width / 2, height: whole.height / 2) : whole)
    if isHalved {
      guard let half = open(shrink: 2) else { throw failure() }
      file = half
    }
    guard let picture = file.sRGB() else { throw failure() }
    // HEIF and AVIF say in the picture itself how it is turned, and their decoder has followed.
    let orientation = format == .heif || format == .avif ? 1 : file.orientation
    if orientation > 4 { whole = Size(width: whole.height, height: whole.width) }
    return (try pixels(of: picture).oriented(exif: orientation), isHalved ? whole : nil)
  }

  private func open(shrink: Int32) -> VipsPicture? {
    VipsPicture(legible_vips_open(Vips.calls, loader, bytes.baseAddress, bytes.count, shrink, isStrict))
  }

  /// libvips keeps to sizes below 10 million, and loses its place after two comments in a row: either way it goes on with
  /// a side of 1, silently.
  private func checkNetpbmSize(_ file: VipsPicture) throws(LegibleError) {
    guard file.width == 1 || file.height == 1 else { return }
    let header = bytes.prefix(4096).split(separator: UInt8(ascii: "\n"))
      .filter { $0.first != UInt8(ascii: "#") }.joined(separator: [32])
      .split { $0 == 32 || $0 == 9 || $0 == 13 }.dropFirst().prefix(2)
    let sides = header.compactMap { Int(String(decoding: Array($0), as: UTF8.self)) }
    guard sides.count == 2, sides != [file.width, file.height] else { return }
    if sides.contains(where: { $0 > 10_000_000 }) {
      throw LegibleError(
        .imageTooLarge,
        "the picture says that it is \(sides[0])×\(sides[1]) pixels, and a side may have 10 million: cut it into parts")
    }
    throw LegibleError(
      .unreadableImage,
      sides.contains { $0 < 1 }
        ? "the PNM header says \(sides[0])×\(sides[1]) pixels: the file is damaged, get it again"
        : """
        the PNM header says \(sides[0])×\(sides[1]) pixels but is read otherwise: get the file again, or save it without \
        comments
        """)
  }

  private func pixels(of picture: VipsPicture) throws(LegibleError) -> Image {
    let size = Size(width: picture.width, height: picture.height)
    if picture.bands == 3 {
      var isWhole = true
      let image = Image(size: size) { isWhole = picture.write(into: $0) }
      guard isWhole else { throw failure() }
      return image
    }
    let pixels = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: size.area * picture.bands)
    defer { pixels.deallocate() }
    cpixels_prepare_block(pixels.baseAddress, pixels.count)
    guard picture.write(into: pixels) else { throw failure() }
    if picture.bands == 1 { return Self.colored(UnsafeBufferPointer(pixels), size: size) }
    return Transparency.flattened(UnsafeBufferPointer(pixels), size: size)
  }

  /// Gray levels as red, green and blue: libvips' own conversion took 3 ms for a page of 0.75 megapixels.
  private static func colored(_ levels: UnsafeBufferPointer<UInt8>, size: Size) -> Image {
    Image(size: size) { target in
      cpixels_spread(levels.baseAddress!, size.area, target.baseAddress!)
    }
  }

  private var loader: String {
    switch format {
    case .jpeg: "jpegload_source"
    case .png: "pngload_source"
    case .webp: "webpload_source"
    case .tiff: "tiffload_source"
    case .gif: "gifload_source"
    case .pnm: "ppmload_source"
    case .heif, .avif: "heifload_source"
    case .bmp: preconditionFailure("BMP is read by stb_image")
    }
  }

  private func failure() -> LegibleError {
    let keyword =
      switch format {
      case .pnm: "ppm"
      case .heif, .avif: "heif"
      default: format.rawValue
      }
    let detail = Vips.takeError(about: keyword)
    let reason = detail.isEmpty ? "" : " (\(detail))"
    if isStrict, detail.contains("Corrupt JPEG data") {
      return LegibleError(
        .unreadableImage,
        "data of the JPEG file is missing or damaged: get it again, or save as PNG what a picture viewer shows of it\(reason)"
      )
    }
    return LegibleError(
      .unreadableImage,
      isCutOff || detail.contains("nexpected end")
        ? "the \(format.name) file is cut off, its end is missing: get it again\(reason)"
        : "the \(format.name) file is damaged or of a kind that is not read: get it again, or save it as PNG\(reason)")
  }

  /// Whether the mark that ends a file of the format is missing.
  private var isCutOff: Bool {
    /// Whether some bytes stand in the last part of the file, behind which some programs leave rubbish.
    func ends(with mark: [UInt8]) -> Bool {
      let tail = bytes.suffix(4096)
      return tail.indices.contains { tail[$0...].starts(with: mark) }
    }
    switch format {
    case .jpeg: return !ends(with: [0xFF, 0xD9])
    case .png: return !ends(with: Array("IEND".utf8))
    case .webp:
      guard bytes.count >= 8 else { return true }
      return Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self))) + 8 > bytes.count
    // The trailer is one byte; some programs fill the file up.
    case .gif: return bytes.last { $0 != 0 } != 0x3B
    case .tiff, .pnm, .heif, .avif, .bmp: return false
    }
  }
}
