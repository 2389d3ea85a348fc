package import Failure

/// How large a picture may be. Both are checked before anything is decoded, so that a small hostile file (a
/// "decompression bomb") cannot fill the memory.
public struct ImageLimits: Hashable, Sendable {
  /// Width times height at most; 100 megapixels unless told otherwise, which decoded take 300 MB.
  public var maximumPixels: Int
  /// The size of the file at most, in bytes; 500 MB unless told otherwise.
  public var maximumBytes: Int

  /// Limits of so many pixels and bytes.
  public init(maximumPixels: Int = 100_000_000, maximumBytes: Int = 500_000_000) {
    self.maximumPixels = maximumPixels
    self.maximumBytes = maximumBytes
  }

  /// - Throws: `imageTooLarge` for more pixels than allowed, `unreadableImage` for none.
  package func check(width: Int, height: Int) throws(LegibleError) {
    guard width > 0, height > 0 else {
      throw LegibleError(
        .unreadableImage,
        "the header says \(width)×\(height) pixels, and a picture has at least one: the file is damaged")
    }
    let (pixels, overflow) = width.multipliedReportingOverflow(by: height)
    if overflow || pixels > maximumPixels {
      throw LegibleError(
        .imageTooLarge,
        """
        the picture is \(width)×\(height) pixels, \(Self.compared(pixels, maximumPixels)): make it smaller, or raise \
        the limit
        """)
    }
  }

  /// - Throws: `imageTooLarge` for more bytes than allowed.
  func check(bytes: Int) throws(LegibleError) {
    if bytes > maximumBytes {
      throw LegibleError(
        .imageTooLarge,
        "the file is larger than the limit of \(maximumBytes) bytes: make it smaller, or raise the limit")
    }
  }

  /// Both in megapixels, or in pixels where that would hide what the difference is.
  private static func compared(_ pixels: Int, _ limit: Int) -> String {
    limit.isMultiple(of: 100_000) && mega(pixels) != mega(limit)
      ? "\(mega(pixels)) megapixels, and the limit is \(mega(limit))"
      : "\(pixels) in all, and the limit is \(limit)"
  }

  /// Millions, with one decimal where there are few of them.
  private static func mega(_ pixels: Int) -> String {
    let tenths = pixels / 100_000
    return tenths >= 100 || tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }
}
