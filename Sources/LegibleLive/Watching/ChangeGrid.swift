internal import Legible

/// A frame reduced to the mean brightness of its cells of 8×8 pixels, to tell whether anything moved.
///
/// The mean of 64 pixels leaves an eighth of a camera's noise; what all cells have in common, a lamp or the exposure, is
/// taken away, and cells have to differ by more than the cells of this frame do anyway.
struct ChangeGrid: Sendable {
  /// Pixels along a cell's side.
  static let cell = 8
  /// The picture's size.
  let size: Size
  private let columns: Int
  private let rows: Int
  /// Mean brightness of a cell × 16.
  private let means: [Int16]

  init(of image: Image) {
    size = image.size
    let (columns, rows) = (max(1, image.width / Self.cell), max(1, image.height / Self.cell))
    (self.columns, self.rows) = (columns, rows)
    let rowBytes = image.width * 3
    // A picture smaller than a cell is one cell; what is left over at the right and below belongs to no cell.
    let (cellBytes, cellRows) = (min(Self.cell, image.width) * 3, min(Self.cell, image.height))
    // Eighths, about how bright the channels look; the same for each pixel of a row.
    let weights = [Int32](unsafeUninitializedCapacity: cellBytes) { weights, count in
      for i in 0..<cellBytes { weights[i] = [2, 5, 1][i % 3] }
      count = cellBytes
    }
    let samples = Int32(cellBytes / 3 * cellRows) * 8
    means = image.pixels.withUnsafeBufferPointer { pixels in
      [Int16](unsafeUninitializedCapacity: columns * rows) { means, count in
        for row in 0..<rows {
          for column in 0..<columns {
            var sum: Int32 = 0
            var start = row * Self.cell * rowBytes + column * Self.cell * 3
            for _ in 0..<cellRows {
              for i in 0..<cellBytes { sum &+= Int32(pixels[start + i]) &* weights[i] }
              start += rowBytes
            }
            means[row * columns + column] = Int16(truncatingIfNeeded: sum * 16 / samples)
          }
        }
        count = columns * rows
      }
    }
  }

  /// Cells differ where their means are farther apart than this, in 16ths of a level: an 8 that becomes a 3 in text
  /// 16 pixels high changes its cell by some 10 levels.
  private static let least: Int32 = 8 * 16
  /// … or, where there is more noise, than this many standard deviations of all cells' differences.
  private static let deviations: Int32 = 6
  /// … but farther than this is no noise: most of the picture moves.
  private static let most: Int32 = 48 * 16

  /// Whether a frame differs from this one, inside some rectangles.
  ///
  /// - Parameter places: in pixels; nil: anywhere.
  func differs(from other: ChangeGrid, inside places: [Rect]? = nil) -> Bool {
    guard size == other.size else { return true }
    let differences = zip(means, other.means).map { Int32($0) - Int32($1) }
    let common = Self.median(differences)
    // For a normal distribution the median of the absolute values is 0.6745 of the standard deviation.
    let deviation = Self.median(differences.map { abs($0 - common) }) * 3 / 2
    let threshold = max(Self.least, min(Self.deviations * deviation, Self.most))
    func isChanged(_ i: Int) -> Bool { abs(differences[i] - common) > threshold }
    guard let places else { return differences.indices.contains(where: isChanged) }
    return places.contains { place in
      let (left, right) = Self.cells(place.minX, place.maxX, columns)
      let (top, bottom) = Self.cells(place.minY, place.maxY, rows)
      return (top...bottom).contains { row in (left...right).contains { isChanged(row * columns + $0) } }
    }
  }

  private static func cells(_ from: Double, _ to: Double, _ count: Int) -> (Int, Int) {
    func cell(_ value: Double) -> Int {
      Int(max(0, min(Double(count - 1), (value / Double(Self.cell)).rounded(.down))))
    }
    return (cell(from), max(cell(from), cell(to)))
  }

  private static func median(_ values: [Int32]) -> Int32 {
    // A counting sort would be faster; a sample of a few hundred cells is enough and needs none.
    let step = max(1, values.count / 512)
    let sample = stride(from: 0, to: values.count, by: step).map { values[$0] }.sorted()
    return sample.isEmpty ? 0 : sample[sample.count / 2]
  }
}
