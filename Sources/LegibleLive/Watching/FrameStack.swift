internal import Legible

/// The mean of the frames in which a line stood still: its noise falls with the root of their number, as in astronomers'
/// stacks, and the recogniser reads what no single frame shows.
struct FrameStack: Sendable {
  /// More frames than this change little, and their sums fit 16 bits.
  private static let most = 64

  /// The line's corners in the whole picture.
  let quad: Quad
  /// How many frames were added up.
  private(set) var count = 1
  private let left: Int
  private let top: Int
  private let size: Size
  private var sums: [UInt16]

  /// A stack of one frame; nil where less than half of what the corners enclose lies on the picture.
  init?(_ image: Image, of quad: Quad) {
    let box = quad.boundingBox
    // What warping looks at beyond the corners.
    let margin = 4 + min(quad.width, quad.height) / 10
    let (left, top) = (max(0, box.minX - margin), max(0, box.minY - margin))
    let (right, bottom) = (min(Double(image.width), box.maxX + margin), min(Double(image.height), box.maxY + margin))
    guard right - left >= max(1, box.width / 2), bottom - top >= max(1, box.height / 2) else { return nil }
    (self.left, self.top) = (Int(left), Int(top))
    size = Size(width: Int(right) - Int(left), height: Int(bottom) - Int(top))
    self.quad = quad
    sums = [UInt16](repeating: 0, count: size.area * 3)
    count = 0
    add(image)
  }

  /// Adds a frame of the same size in which the line stands where it stood.
  mutating func add(_ image: Image) {
    guard count < Self.most, left + size.width <= image.width, top + size.height <= image.height else { return }
    let (rowBytes, stride) = (size.width * 3, image.width * 3)
    let first = (top * image.width + left) * 3
    image.pixels.withUnsafeBufferPointer { pixels in
      sums.withUnsafeMutableBufferPointer { sums in
        for row in 0..<size.height {
          let (from, to) = (first + row * stride, row * rowBytes)
          for i in 0..<rowBytes { sums[to + i] &+= UInt16(pixels[from + i]) }
        }
      }
    }
    count += 1
  }

  /// The mean as a picture of the line's surroundings, and the corners in it.
  var mean: (image: Image, quad: Quad) {
    let divisor = UInt16(max(1, count))
    let image = Image(size: size) { pixels in
      for i in pixels.indices { pixels[i] = UInt8(truncatingIfNeeded: (sums[i] &+ divisor / 2) / divisor) }
    }
    return (image, quad.moved(by: Point(-Double(left), -Double(top))))
  }
}
