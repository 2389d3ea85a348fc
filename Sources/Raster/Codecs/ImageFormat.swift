/// The picture formats that are read; `isWritable` tells which are also written.
public enum ImageFormat: String, CaseIterable, Sendable {
  /// JPEG, 8 bits: gray, YCbCr, RGB, CMYK, YCCK; baseline and progressive.
  case jpeg
  /// PNG, 1 to 16 bits, palettes and transparency.
  case png
  /// WebP, lossy and lossless; the first frame of an animation.
  case webp
  /// TIFF of any usual layout; the first page.
  case tiff
  /// GIF; the first frame.
  case gif
  /// Windows bitmaps of 1 to 32 bits, not run-length encoded.
  case bmp
  /// The Netpbm family: PBM, PGM, PPM and PFM, as text or binary.
  case pnm
  /// HEIF with HEVC inside: what telephones call HEIC.
  case heif
  /// HEIF with AV1 inside.
  case avif

  /// The format that a file extension stands for, `jpg` or `JPG` for instance, without the dot; nil for others.
  public init?(fileExtension: String) {
    switch fileExtension.lowercased() {
    case "jpg", "jpeg", "jpe", "jfif": self = .jpeg
    case "png": self = .png
    case "webp": self = .webp
    case "tif", "tiff": self = .tiff
    case "gif": self = .gif
    case "bmp", "dib": self = .bmp
    case "pnm", "pbm", "pgm", "ppm", "pfm": self = .pnm
    case "heif", "heic", "hif": self = .heif
    case "avif": self = .avif
    default: return nil
    }
  }

  /// Whether `Image.encoded(as:quality:)` can write it: JPEG, PNG, WebP and TIFF.
  public var isWritable: Bool {
    switch self {
    case .jpeg, .png, .webp, .tiff: true
    case .gif, .bmp, .pnm, .heif, .avif: false
    }
  }

  /// How the format is called in a sentence.
  var name: String {
    switch self {
    case .webp: "WebP"
    default: rawValue.uppercased()
    }
  }
}
