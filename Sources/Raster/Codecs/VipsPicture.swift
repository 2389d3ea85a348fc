internal import CVips
internal import Failure

/// A picture of libvips: a description of how to compute pixels, which are computed when they are written somewhere.
///
/// Not Sendable: a picture that is being decoded belongs to one thread.
final class VipsPicture {
  /// How a sample is stored.
  enum Sample {
    case uint8, uint16, float
  }
  /// What the bands mean.
  enum Space {
    case gray, rgb, gray16, rgb16, cmyk, linearRGB
  }

  let handle: UnsafeMutablePointer<VipsImage>

  /// Takes over a reference; nil for nil, after which libvips' error log says why.
  init?(_ handle: UnsafeMutablePointer<VipsImage>?) {
    guard let handle else { return nil }
    self.handle = handle
  }

  /// A picture over pixels that the caller keeps alive: `height × width × bands` samples.
  init?(pixels: UnsafeRawBufferPointer, size: Size, bands: Int, sample: Sample = .uint8, space: Space = .rgb) {
    let format: VipsBandFormat =
      switch sample {
      case .uint8: VIPS_FORMAT_UCHAR
      case .uint16: VIPS_FORMAT_USHORT
      case .float: VIPS_FORMAT_FLOAT
      }
    let interpretation: VipsInterpretation =
      switch space {
      case .gray: VIPS_INTERPRETATION_B_W
      case .rgb: VIPS_INTERPRETATION_sRGB
      case .gray16: VIPS_INTERPRETATION_GREY16
      case .rgb16: VIPS_INTERPRETATION_RGB16
      case .cmyk: VIPS_INTERPRETATION_CMYK
      case .linearRGB: VIPS_INTERPRETATION_scRGB
      }
    guard
      let bare = VipsPicture(
        Vips.calls.pointee.image_new_from_memory(
          pixels.baseAddress, pixels.count, Int32(size.width), Int32(size.height), Int32(bands), format)),
      let tagged = legible_vips_with_interpretation(Vips.calls, bare.handle, interpretation)
    else { return nil }
    handle = tagged
  }

  deinit { g_object_unref(handle) }

  /// Pixels from left to right.
  var width: Int { Int(Vips.calls.pointee.image_get_width(handle)) }
  /// Pixels from top to bottom.
  var height: Int { Int(Vips.calls.pointee.image_get_height(handle)) }
  /// Samples a pixel.
  var bands: Int { Int(Vips.calls.pointee.image_get_bands(handle)) }
  /// The EXIF orientation, 1…8; 1 where there is none.
  var orientation: Int { Int(Vips.calls.pointee.image_get_orientation(handle)) }
  /// Whether the file holds a description of its colours.
  var hasProfile: Bool { Vips.calls.pointee.image_get_typeof(handle, VIPS_META_ICC_NAME) != 0 }

  /// Computes all pixels, 8-bit, into `height × width × bands` bytes; false where the file turns out to be damaged.
  ///
  /// In strips on the calling thread. libvips' own way to memory hands each strip to a thread of its own and waits for it,
  /// which on a busy machine takes longer than the decoding.
  func write(into buffer: UnsafeMutableBufferPointer<UInt8>) -> Bool {
    precondition(buffer.count == width * height * bands)
    guard let region = Vips.calls.pointee.region_new(handle) else { return false }
    defer { g_object_unref(region) }
    let rowBytes = width * bands
    for top in stride(from: 0, to: height, by: Self.stripHeight) {
      var strip = VipsRect(
        left: 0, top: Int32(top), width: Int32(width), height: Int32(min(Self.stripHeight, height - top)))
      guard Vips.calls.pointee.region_prepare(region, &strip) == 0 else { return false }
      for y in top..<(top + Int(strip.height)) {
        guard let row = legible_vips_region_row(region, Int32(y)) else { return false }
        _ = UnsafeMutableBufferPointer(rebasing: buffer[(y * rowBytes)...])
          .update(fromContentsOf: UnsafeBufferPointer(start: row, count: rowBytes))
      }
    }
    return true
  }

  /// Rows at a time; what libvips itself takes.
  private static let stripHeight = 16

  /// The file that a suffix with options tells, `.png` or `.jpg[Q=90]`; nil where libvips cannot write it.
  func encoded(suffix: String) -> [UInt8]? {
    var bytes: UnsafeMutableRawPointer?
    var count = 0
    guard legible_vips_write(Vips.calls, handle, suffix, &bytes, &count) == 0, let bytes else { return nil }
    defer { g_free(bytes) }
    return Array(UnsafeRawBufferPointer(start: bytes, count: count))
  }
}
