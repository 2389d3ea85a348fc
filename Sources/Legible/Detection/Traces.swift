internal import CPixels
internal import Raster

/// Where a look saw traces of text, as the next, larger look will see it: in which squares of its input.
struct Traces {
  /// The size of the larger look's input.
  let size: Size
  /// Whether there are traces in a square, row by row.
  private var squares: [Bool]
  private let across: Int

  /// Whether there is nothing to look at.
  var isEmpty: Bool { !squares.contains(true) }

  /// Pixels of a square's side.
  static let side = 16
  /// Text too small to be found still shows in the map; blank paper stays below this everywhere.
  static let threshold: Float = 0.1
  /// What a box explains reaches so many pixels of the map beyond it.
  private static let halo = 2.0

  /// - Parameters:
  ///   - map: of the earlier look, all of its input.
  ///   - next: the look that follows.
  ///   - boxes: in pixels of the map; what lies in them needs no further look.
  init(in map: UnsafeBufferPointer<Float>, of look: InputSize, for next: InputSize, beside boxes: [Quad] = []) {
    size = next.input
    across = (size.width + Self.side - 1) / Self.side
    let down = (size.height + Self.side - 1) / Self.side
    squares = [Bool](repeating: false, count: across * down)
    let (width, height) = (look.input.width, look.input.height)
    // Squares an earlier pixel.
    let scaleX = Double(next.picture.width) / Double(look.picture.width) / Double(Self.side)
    let scaleY = Double(next.picture.height) / Double(look.picture.height) / Double(Self.side)
    let boxes = boxes.map { $0.expanded(by: Self.halo) }
    var explained: [Range<Int>] = []
    for y in 0..<height {
      let row = map.baseAddress! + y * width
      explained.removeAll(keepingCapacity: true)
      for box in boxes { if let columns = box.columns(ofRow: y, width: width) { explained.append(columns) } }
      let first = min(down - 1, Int(Double(y) * scaleY)) * across
      var x = cpixels_next_above(row, 0, width, Self.threshold)
      while x < width {
        if let columns = explained.first(where: { $0.contains(x) }) {
          x = cpixels_next_above(row, columns.upperBound, width, Self.threshold)
          continue
        }
        let square = min(across - 1, Int(Double(x) * scaleX))
        squares[first + square] = true
        // What else lies in the square tells nothing new.
        x = cpixels_next_above(row, max(x + 1, Int(Double(square + 1) / scaleX)), width, Self.threshold)
      }
    }
  }

  /// More parts than these are all over the input, and to compare each with each would take long.
  private static let mostParts = 1000

  /// Rectangles around parts of connected traces, with `margin` pixels beside them where the input has them; none wider or
  /// higher than `most`, and near ones are one. Nil where there are too many.
  func pieces(within most: Size, margin: Int) -> [Piece]? {
    // An input that is no wider than a piece may be is not cut.
    func squares(_ length: Int, _ most: Int) -> Int {
      length <= most ? .max : max(1, (most - 2 * margin) / Self.side)
    }
    let (width, height) = (squares(size.width, most.width), squares(size.height, most.height))
    func grown(_ part: Piece) -> Piece {
      let left = max(0, part.left * Self.side - margin)
      let top = max(0, part.top * Self.side - margin)
      let right = min(size.width, part.right * Self.side + margin)
      let bottom = min(size.height, part.bottom * Self.side + margin)
      return Piece(left: left, top: top, right: right, bottom: bottom)
    }
    let pieces = parts().flatMap { split($0, width, height) }.map(grown)
    guard pieces.count <= Self.mostParts else { return nil }
    return Piece.joined(pieces, width: most.width, height: most.height)
  }

  /// The squares of each connected part, eight neighbours a square.
  private func parts() -> [[Int]] {
    let down = squares.count / across
    var isLeft = squares
    var parts: [[Int]] = []
    for start in isLeft.indices where isLeft[start] {
      isLeft[start] = false
      var part = [start]
      var next = 0
      while next < part.count {
        let (x, y) = (part[next] % across, part[next] / across)
        next += 1
        for v in max(0, y - 1)...min(down - 1, y + 1) {
          for u in max(0, x - 1)...min(across - 1, x + 1) where isLeft[v * across + u] {
            isLeft[v * across + u] = false
            part.append(v * across + u)
          }
        }
      }
      parts.append(part)
    }
    return parts
  }

  /// Rectangles around a part's squares, in squares: several where one would be wider or higher than it may be, each as tight as
  /// what it has of the part.
  private func split(_ part: [Int], _ width: Int, _ height: Int) -> [Piece] {
    var (left, top, right, bottom) = (Int.max, Int.max, 0, 0)
    for square in part {
      let (x, y) = (square % across, square / across)
      (left, top, right, bottom) = (min(left, x), min(top, y), max(right, x + 1), max(bottom, y + 1))
    }
    /// The end of the first of several like lengths.
    func cut(_ start: Int, _ end: Int, _ most: Int) -> Int {
      let count = (end - start + most - 1) / most
      return start + (end - start + count - 1) / count
    }
    let isFirst: (Int) -> Bool
    if right - left > width {
      let end = cut(left, right, width)
      isFirst = { $0 % across < end }
    } else if bottom - top > height {
      let end = cut(top, bottom, height)
      isFirst = { $0 / across < end }
    } else {
      return [Piece(left: left, top: top, right: right, bottom: bottom)]
    }
    return split(part.filter(isFirst), width, height) + split(part.filter { !isFirst($0) }, width, height)
  }
}
