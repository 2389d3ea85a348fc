public import Raster

/// Which pictures are wanted for calibration, and which are not good enough.
public struct CalibrationOptions: Hashable, Sendable {
  /// What the network does.
  public var role: NetworkRole
  /// The size that the network was, or will be, fixed to; nil: it takes any, as far as the role allows.
  public var inputSize: Size?
  /// Pictures to calibrate with.
  public var images: Int
  /// Pictures to verify with; none of them, nor of their pages where there are enough, is calibrated with.
  public var heldOut: Int
  /// Whether both numbers are the most that is taken, so that fewer are nothing to warn of.
  public var areLimits = false
  /// Chooses another selection of the same pages.
  public var seed: UInt64
  /// A blurred picture has less: `PictureQuality.sharpness`. The default is half of the least that any of 120 lines of
  /// scanned receipts had which were read well: 256, the median being 1,286; lines of drawn pages have 600 to 9,000.
  public var leastSharpness: Double
  /// An empty picture has less: levels between the darkest and the lightest hundredth of its pixels.
  public var leastContrast: Double

  /// Options with their defaults.
  public init(
    role: NetworkRole, inputSize: Size? = nil, images: Int = 200, heldOut: Int = 50, seed: UInt64 = 1,
    leastSharpness: Double = 120, leastContrast: Double = 24
  ) {
    self.role = role
    self.inputSize = inputSize
    self.images = images
    self.heldOut = heldOut
    self.seed = seed
    self.leastSharpness = leastSharpness
    self.leastContrast = leastContrast
  }

  /// Thumbnails that differ by less, in levels a pixel, are of one picture.
  static let sameThumbnail = 2.0
  /// So are those that differ by less, where the same text was read.
  static let sameTextThumbnail = 12.0
  /// With fewer pages than this, lines of one page serve for both calibration and verification.
  static let leastPages = 4

  /// From how many pictures on the thresholds of INT8 are stable.
  ///
  /// PP-OCRv4's recogniser, converted for MaixCAM: cosine 0.909 with 30 pictures, 0.899 with 50, 0.959 with 200. Detectors
  /// gain little: PP-OCRv3's was as good with 30 as with 112.
  public static func leastImages(for role: NetworkRole) -> Int { role == .recognition ? 200 : 30 }
}
