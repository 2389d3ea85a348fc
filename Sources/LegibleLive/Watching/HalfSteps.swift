/// A picture of gray to be looked at from places that are half pixels apart: for each of the four kinds of places the sum of
/// the four samples around it, which is the same sample again at whole ones. Beyond its edges the picture goes on as it ends.
struct HalfSteps: Sendable {
  private let columns: Int
  /// Pixels beyond each edge.
  private let reach: Int
  private let rowLength: Int
  /// For whole places, those half a column on, those half a row on, and both; 0…1020.
  private var planes: [[Int16]] = []

  /// - Parameters:
  ///   - values: rows of brightnesses.
  ///   - reach: how many pixels away it will be looked at, at the most; 0: in its place alone.
  init(of values: [UInt8], columns: Int, reach: Int) {
    (self.columns, self.reach) = (columns, reach)
    let rows = values.count / columns
    let (width, height) = (columns + 2 * reach, rows + 2 * reach)
    rowLength = width
    var padded = [Int16](repeating: 0, count: width * height)
    for y in 0..<height {
      let row = min(max(y - reach, 0), rows - 1) * columns
      for x in 0..<width { padded[y * width + x] = Int16(values[row + min(max(x - reach, 0), columns - 1)]) }
    }
    func plane(right: Int, down: Int) -> [Int16] {
      var plane = [Int16](repeating: 0, count: width * height)
      // The last column and row are never looked at from half a step on.
      for y in 0..<(height - down) {
        let (upper, lower) = (y * width, (y + down) * width)
        for x in 0..<(width - right) {
          plane[upper + x] =
            padded[upper + x] &+ padded[upper + x + right] &+ padded[lower + x] &+ padded[lower + x + right]
        }
      }
      return plane
    }
    planes = [plane(right: 0, down: 0)]
    if reach > 0 { planes += [plane(right: 1, down: 0), plane(right: 0, down: 1), plane(right: 1, down: 1)] }
  }

  /// A row, moved by half columns and half rows: four times its brightnesses.
  func withRow(_ y: Int, dx: Int, dy: Int, _ body: (UnsafeBufferPointer<Int16>) -> Void) {
    let start = (y + reach + (dy >> 1)) * rowLength + reach + (dx >> 1)
    planes[(dx & 1) + 2 * (dy & 1)].withUnsafeBufferPointer { plane in
      body(UnsafeBufferPointer(rebasing: plane[start..<(start + columns)]))
    }
  }
}
