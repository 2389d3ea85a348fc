internal import Raster

/// The widths at which lines are shown to the recogniser.
///
/// An engine compiles its kernels for each new shape, which costs time and memory, so a line's own width is filled up
/// to one of a few. With these, filling adds 23 % to the columns of a page of forms; six widths would add 43 %. Short
/// words are always filled up: fed at their exact width the networks read them worse (IIIT5K, tiny: .855 against .875).
enum LineWidth {
  /// Pixels at a line height of 48.
  static let buckets = [160, 240, 320, 400, 480, 560, 640, 768, 896, 1024, 1216, 1408, 1600]
  /// Longer lines are read in windows: beyond this the networks, trained on shorter ones, begin to lose characters.
  static let maximum = 1600
  /// No line is shown wider than this, some 1,300 characters: what is longer, a hair on a scan, is squeezed.
  static let longest = 32_000

  /// The smallest bucket that holds a line.
  static func bucket(for width: Int) -> Int {
    buckets.first { $0 >= width } ?? maximum
  }
}

/// A line warped upright to the recogniser's height, filled up at the right with gray, which the network sees as 0.
struct LineInput {
  /// The gray that becomes 0 for a mean of 127.5.
  static let filling: UInt8 = 127

  /// Rows.
  let height: Int
  /// Columns with text.
  let contentWidth: Int
  /// Columns in all.
  let width: Int
  /// `height × width × 3` bytes.
  let pixels: [UInt8]

  /// Warps a quad of a picture.
  ///
  /// - Parameter width: fixed by the network, or nil: the bucket that fits. A line that is longer than the network takes
  ///   keeps its own width.
  init(_ image: Image, quad: Quad, height: Int, fixedWidth: Int?) {
    let content = Self.contentWidth(of: quad, height: height)
    let width = max(content, fixedWidth ?? (content <= LineWidth.maximum ? LineWidth.bucket(for: content) : 0))
    self.height = height
    self.width = width
    contentWidth = content
    pixels = [UInt8](unsafeUninitializedCapacity: height * width * 3) { buffer, count in
      count = height * width * 3
      image.warp(
        quad, into: UnsafeMutableBufferPointer(rebasing: buffer[..<count]),
        size: Size(width: content, height: height), rowStride: width * 3)
      if content < width {
        for row in 0..<height {
          (buffer.baseAddress! + (row * width + content) * 3).update(
            repeating: Self.filling, count: (width - content) * 3)
        }
      }
    }
  }

  /// A line's width at the recogniser's height, at least one column of its output, at most `LineWidth.longest`.
  static func contentWidth(of quad: Quad, height: Int) -> Int {
    let natural = quad.height > 0 ? quad.width / quad.height * Double(height) : 0
    // A number that is none compares as false and ends at the minimum.
    guard natural > 8 else { return 8 }
    return Int(min(natural, Double(LineWidth.longest)).rounded(.up))
  }
}
