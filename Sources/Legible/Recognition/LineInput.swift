internal import Raster

/// The widths at which lines are shown to the recogniser.
///
/// An engine compiles its kernels for each new shape, which costs time and memory, so lines come in a few widths, each
/// about 1.2 times the one before. A line is not filled up to the next larger one but squeezed to the next smaller one,
/// by a quarter at the most: that costs no text on any development set (docs/performance-log.md), and there are a quarter
/// fewer columns to compute. Short words are filled up: fed at their exact width the networks read them worse.
enum LineWidth {
  /// Pixels at a line height of 48.
  static let all = [160, 192, 224, 272, 328, 392, 472, 568, 680, 816, 976, 1168, 1400, 1600]
  /// Longer lines are read in windows: beyond this the networks, trained on shorter ones, begin to lose characters. They
  /// are not squeezed: mostly they are small print, whose characters have hardly more than a column each.
  static let maximum = 1600
  /// Of two recognisers that for scenes reads no wider lines: those of signs and number plates are shorter, and what is longer is print, and
  /// its widths would have kernels of their own.
  static let widestOfScenes = 472
  /// How far a line may be squeezed: at 0.7 documents begin to lose words.
  static let leastScale = 0.73
  /// No line is shown wider than this, some 1,300 characters: what is longer, a hair on a scan, is squeezed.
  static let longest = 32_000

  /// The width for a line; nil where it is too long for any.
  static func fitting(_ natural: Int) -> Int? {
    natural > maximum ? nil : all.first { Double($0) >= Double(natural) * leastScale }
  }
}

/// A line warped upright to the recogniser's height, filled up at the right with gray, which the network sees as 0, or
/// with black.
struct LineInput {
  /// The gray that becomes 0 for a mean of 127.5.
  static let gray: UInt8 = 127

  /// Rows.
  let height: Int
  /// Columns with text.
  let contentWidth: Int
  /// Columns in all.
  let width: Int
  /// The gray to the right of the text.
  let filling: UInt8
  /// `height × width × 3` bytes.
  let pixels: [UInt8]

  /// Warps a quad of a picture.
  ///
  /// - Parameter fixedWidth: fixed by the network, or nil: the width that fits. A line that is longer than the network
  ///   takes keeps its own width.
  /// - Parameter width: columns in all, at least what fits; nil: what fits.
  init(_ image: Image, quad: Quad, height: Int, fixedWidth: Int?, width: Int? = nil, filling: UInt8 = gray) {
    let width = width ?? Self.width(of: quad, height: height, fixedWidth: fixedWidth)
    let content = min(Self.naturalWidth(of: quad, height: height), width)
    self.height = height
    self.width = width
    self.filling = filling
    contentWidth = content
    pixels = [UInt8](unsafeUninitializedCapacity: height * width * 3) { buffer, count in
      count = height * width * 3
      image.warp(
        quad, into: UnsafeMutableBufferPointer(rebasing: buffer[..<count]),
        size: Size(width: content, height: height), rowStride: width * 3)
      if content < width {
        for row in 0..<height {
          (buffer.baseAddress! + (row * width + content) * 3).update(
            repeating: filling, count: (width - content) * 3)
        }
      }
    }
  }

  /// Columns of the input for a line, `fixedWidth` as in `init`.
  static func width(of quad: Quad, height: Int, fixedWidth: Int?) -> Int {
    let natural = naturalWidth(of: quad, height: height)
    return fixedWidth.map { max(natural, $0) } ?? LineWidth.fitting(natural) ?? natural
  }

  /// A line's width at the recogniser's height, at least one column of its output, at most `LineWidth.longest`.
  static func naturalWidth(of quad: Quad, height: Int) -> Int {
    let natural = quad.height > 0 ? quad.width / quad.height * Double(height) : 0
    // A number that is none compares as false and ends at the minimum.
    guard natural > 8 else { return 8 }
    return Int(min(natural, Double(LineWidth.longest)).rounded(.up))
  }
}
