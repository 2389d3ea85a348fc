internal import CPixels
internal import Raster

/// Where a look saw traces of text, as the next, larger look will see it: in which squares of its input.
struct Traces {
  /// The size of the larger look's input.
  let size: Size
  /// Whether there are traces in a square, row by row.
  private var squares: [Bool]
  private let across: Int

  /// Pixels of a square's side.
  static let side = 16
  /// Text too small to be found still shows in the map; blank paper stays below this everywhere.
  static let threshold: Float = 0.1

  /// - Parameters:
  ///   - map: of the earlier look, all of its input.
  ///   - next: the look that follows.
  init(in map: UnsafeBufferPointer<Float>, of look: InputSize, for next: InputSize) {
    size = next.input
    across = (size.width + Self.side - 1) / Self.side
    let down = (size.height + Self.side - 1) / Self.side
    squares = [Bool](repeating: false, count: across * down)
    let (width, height) = (look.input.width, look.input.height)
    // Squares an earlier pixel.
    let scaleX = Double(next.picture.width) / Double(look.picture.width) / Double(Self.side)
    let scaleY = Double(next.picture.height) / Double(look.picture.height) / Double(Self.side)
    for y in 0..<height {
      let row = map.baseAddress! + y * width
      let first = min(down - 1, Int(Double(y) * scaleY)) * across
      var x = cpixels_next_above(row, 0, width, Self.threshold)
      while x < width {
        let square = min(across - 1, Int(Double(x) * scaleX))
        squares[first + square] = true
        // What else lies in the square tells nothing new.
        x = cpixels_next_above(row, max(x + 1, Int(Double(square + 1) / scaleX)), width, Self.threshold)
      }
    }
  }

  /// The traces in bands as high as they may be, from above: the rows of a band's traces, in pixels, and their columns.
  func bands(of height: Int) -> [(rows: Range<Int>, columns: TraceColumns)] {
    let most = max(1, height / Self.side)
    var result: [(Range<Int>, TraceColumns)] = []
    var top = 0
    let down = squares.count / across
    func isBlank(_ row: Int) -> Bool { !squares[row * across..<(row + 1) * across].contains(true) }
    while top < down {
      if isBlank(top) {
        top += 1
        continue
      }
      var bottom = min(down, top + most)
      while isBlank(bottom - 1) { bottom -= 1 }
      let columns = (0..<across).map { x in (top..<bottom).contains { squares[$0 * across + x] } }
      result.append((top * Self.side..<bottom * Self.side, TraceColumns(columns: columns)))
      top = bottom
    }
    return result
  }
}

/// The columns of squares with traces in a band.
struct TraceColumns {
  let columns: [Bool]

  /// Them in parts of no more than so many pixels, from the left.
  func parts(_ width: Int) -> [Range<Int>] {
    let most = max(1, width / Traces.side)
    var result: [Range<Int>] = []
    var left = 0
    while left < columns.count {
      if !columns[left] {
        left += 1
        continue
      }
      var right = min(columns.count, left + most)
      while !columns[right - 1] { right -= 1 }
      result.append(left * Traces.side..<right * Traces.side)
      left = right
    }
    return result
  }
}
