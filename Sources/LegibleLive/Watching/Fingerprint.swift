internal import Legible

/// A line of text in 24 rows of smoothed gray: enough to tell an e from an o, too little for noise.
struct Fingerprint: Sendable {
  private static let rows = 24
  /// A line of more columns than this is squeezed: what a fingerprint costs is bounded.
  private static let mostColumns = 960
  /// Differences are summed in blocks of so many rows and columns; windows of 2×2 blocks, a part of a character, are
  /// compared.
  private static let block = 4

  /// Columns, a multiple of the block; the same for fingerprints that are compared.
  let columns: Int
  /// `rows × columns` brightnesses.
  private let values: [UInt8]
  /// The standard deviation of the brightnesses.
  private let contrast: Double

  /// How many columns suit the text in a quad.
  static func columns(for quad: Quad) -> Int {
    let (along, across) = (max(quad.width, quad.height), max(1, min(quad.width, quad.height)))
    let blocks = Int(min(1e6, along / across * Double(rows / block)).rounded())
    return max(2, min(mostColumns / block, blocks)) * block
  }

  /// The fingerprint of the text in a quad, the longer side along the columns.
  ///
  /// - Parameter columns: nil: as suits the quad.
  init(of image: Image, in quad: Quad, columns: Int? = nil) {
    let upright = quad.height > quad.width ? quad.turned(quarterTurns: 1) : quad
    let columns = columns ?? Self.columns(for: quad)
    self.columns = columns
    let size = Size(width: columns, height: Self.rows)
    let pixels = image.warped(from: upright, to: size).pixels
    let gray = (0..<size.area).map { (i: Int) -> Int32 in
      let (red, green, blue) = (Int32(pixels[i * 3]), Int32(pixels[i * 3 + 1]), Int32(pixels[i * 3 + 2]))
      // About how bright they look, in eighths.
      return (2 * red + 5 * green + blue) / 8
    }
    // 1-2-1 both ways: leaves 3/8 of independent noise and keeps strokes apart.
    func at(_ x: Int, _ y: Int) -> Int32 {
      gray[min(max(y, 0), Self.rows - 1) * columns + min(max(x, 0), columns - 1)]
    }
    var smooth = [UInt8](repeating: 0, count: size.area)
    var (sum, squares): (Double, Double) = (0, 0)
    for y in 0..<Self.rows {
      for x in 0..<columns {
        func row(_ y: Int) -> Int32 { at(x - 1, y) + 2 * at(x, y) + at(x + 1, y) }
        let value = (row(y - 1) + 2 * row(y) + row(y + 1) + 8) / 16
        smooth[y * columns + x] = UInt8(truncatingIfNeeded: value)
        sum += Double(value)
        squares += Double(value * value)
      }
    }
    values = smooth
    let mean = sum / Double(size.area)
    contrast = max(0, squares / Double(size.area) - mean * mean).squareRoot()
  }

  /// Whether the same pixels are seen, but for noise and brightness.
  func isSame(as other: Fingerprint) -> Bool {
    guard columns == other.columns else { return false }
    let others = HalfSteps(of: other.values, columns: columns, reach: 0)
    return isSmall(windows(others, dx: 0, dy: 0), tolerance: 1, contrast: max(contrast, other.contrast))
  }

  /// Whether the same text is seen from corners that may be off by a tenth of the height, as a detector's are.
  func isSameText(as other: Fingerprint) -> Bool {
    guard columns == other.columns else { return false }
    // In half columns and half rows.
    let (reachX, reachY) = (5, 4)
    let others = HalfSteps(of: other.values, columns: columns, reach: (max(reachX, reachY) + 1) / 2)
    var differences: [[[Double]]] = []
    var best = (sum: Double.infinity, x: 0, y: 0)
    for dy in -reachY...reachY {
      differences.append([])
      for dx in -reachX...reachX {
        let windows = windows(others, dx: dx, dy: dy)
        let sum = windows.reduce(0, +)
        if sum < best.sum { best = (sum, dx + reachX, dy + reachY) }
        differences[dy + reachY].append(windows)
      }
    }
    // A character may have been placed a little differently from its line, but not roll upwards alone.
    let least = differences[0][0].indices.map { i in
      (max(0, best.y - 1)...min(2 * reachY, best.y + 1)).lazy.flatMap { y in
        (max(0, best.x - 2)...min(2 * reachX, best.x + 2)).lazy.map { x in differences[y][x][i] }
      }.min() ?? .infinity
    }
    // Half a step is left between the pixels of two places: at edges that differs by twice the noise.
    return isSmall(least, tolerance: 2.3, contrast: max(contrast, other.contrast))
  }

  /// Root mean square differences in levels up to this are noise.
  private static let noise = 12.0
  /// More than this is not noise even where all windows differ by it.
  private static let mostNoise = 16.0

  /// Whether no window differs by more than noise does. Noise is in all windows alike, so their median bounds it.
  private func isSmall(_ windows: [Double], tolerance: Double, contrast: Double) -> Bool {
    let roots = windows.map { $0.squareRoot() }
    let usual = min(roots.sorted()[roots.count / 2], Self.mostNoise)
    // Pale text must be noticed, too: it differs from nothing by its contrast.
    let limit = min(max(Self.noise, 2 * usual) * tolerance, max(4, 0.7 * contrast))
    return roots.allSatisfy { $0 <= limit }
  }

  /// The mean square difference in each window, the other moved by half columns and half rows.
  private func windows(_ other: HalfSteps, dx: Int, dy: Int) -> [Double] {
    let (columns, block) = (columns, Self.block)
    let (across, down) = (columns / block, Self.rows / block)
    var sums = [Int32](repeating: 0, count: across * down)
    var squares = sums
    var (columnSums, columnSquares) = ([Int32](repeating: 0, count: columns), [Int32](repeating: 0, count: columns))
    values.withUnsafeBufferPointer { a in
      for blockRow in 0..<down {
        for x in 0..<columns { (columnSums[x], columnSquares[x]) = (0, 0) }
        for y in (blockRow * block)..<((blockRow + 1) * block) {
          other.withRow(y, dx: dx, dy: dy) { b in
            let a = UnsafeBufferPointer(rebasing: a[(y * columns)..<((y + 1) * columns)])
            columnSums.withUnsafeMutableBufferPointer { columnSums in
              columnSquares.withUnsafeMutableBufferPointer { columnSquares in
                for x in 0..<columns {
                  // In quarters of a level, of 16 bits so that the loop becomes one of vectors: the square fits 20 bits,
                  // a block of them 24.
                  let difference = Int16(a[x]) &* 4 &- b[x]
                  columnSums[x] &+= Int32(difference)
                  columnSquares[x] &+= Int32(difference) &* Int32(difference)
                }
              }
            }
          }
        }
        for i in 0..<across {
          for x in (i * block)..<((i + 1) * block) {
            sums[blockRow * across + i] &+= columnSums[x]
            squares[blockRow * across + i] &+= columnSquares[x]
          }
        }
      }
    }
    // What the line as a whole became brighter is no change.
    let offset = Double(sums.reduce(0, +)) / Double(Self.rows * columns)
    let count = Double(4 * block * block)
    var windows: [Double] = []
    windows.reserveCapacity((down - 1) * (across - 1))
    for row in 0..<(down - 1) {
      for column in 0..<(across - 1) {
        let i = row * across + column
        let sum = Double(sums[i] + sums[i + 1] + sums[i + across] + sums[i + across + 1])
        let square = Double(squares[i] + squares[i + 1] + squares[i + across] + squares[i + across + 1])
        windows.append(max(0, square / count - 2 * offset * sum / count + offset * offset) / 16)
      }
    }
    return windows
  }
}
