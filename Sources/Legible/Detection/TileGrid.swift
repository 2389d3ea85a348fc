internal import Raster

/// A large input cut into tiles of one size that overlap, whose maps are put together again.
///
/// One size means one set of compiled kernels and buffers. The maps, not the boxes, are joined: a line that crosses a
/// border is one part of the joined map.
struct TileGrid {
  /// Inputs up to this many pixels are looked at as a whole.
  static let largestTile = 1_050_000
  /// Pixels that neighbours share; what lies nearer to a border than half of it is taken from the neighbour, which sees
  /// more of its surroundings.
  static let overlap = 128

  private let size: Size
  private let tile: Size
  private let columns: [Int]
  private let rows: [Int]

  init(_ size: Size) {
    self.size = size
    var (across, down) = (1, 1)
    func side(_ length: Int, _ parts: Int) -> Int {
      guard parts > 1 else { return length }
      let bare = (length + (parts - 1) * Self.overlap + parts - 1) / parts
      return InputSide.length(atLeast: Double(bare))
    }
    while side(size.width, across) * side(size.height, down) > Self.largestTile {
      // The longer side is cut: squares have the shortest borders.
      if side(size.width, across) >= side(size.height, down) { across += 1 } else { down += 1 }
    }
    tile = Size(width: side(size.width, across), height: side(size.height, down))
    columns = Self.starts(size.width, tile.width, across)
    rows = Self.starts(size.height, tile.height, down)
  }

  private static func starts(_ length: Int, _ tile: Int, _ parts: Int) -> [Int] {
    (0..<parts).map { parts > 1 ? $0 * (length - tile) / (parts - 1) : 0 }
  }

  var count: Int { columns.count * rows.count }

  /// The joined map of `size` values.
  ///
  /// - Parameters:
  ///   - fill: writes the tile whose left and upper edge and size it is told, `height × width × 3` bytes.
  ///   - look: computes the map of a tile and hands it to its last argument.
  func map(
    fill: (Int, Int, Size, UnsafeMutableBufferPointer<UInt8>) -> Void,
    look: (UnsafeRawBufferPointer, Size, (UnsafeBufferPointer<Float>) -> Void) throws -> Void
  ) rethrows -> [Float] {
    var joined = [Float](repeating: 0, count: size.area)
    try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: tile.area * 3) { pixels in
      pixels.initialize(repeating: 0)
      for y in rows {
        for x in columns {
          fill(x, y, tile, pixels)
          try look(UnsafeRawBufferPointer(pixels), tile) { values in
            let keptRows = kept(y, tile.height, size.height)
            let keptColumns = kept(x, tile.width, size.width)
            for row in keptRows {
              let from = (row - y) * tile.width + keptColumns.lowerBound - x
              for i in 0..<keptColumns.count {
                joined[row * size.width + keptColumns.lowerBound + i] = values[from + i]
              }
            }
          }
        }
      }
    }
    return joined
  }

  /// What of a tile counts: all but half the overlap, except at the input's own border.
  private func kept(_ start: Int, _ tile: Int, _ length: Int) -> Range<Int> {
    let half = Self.overlap / 2
    return (start == 0 ? 0 : start + half)..<(start + tile >= length ? length : start + tile - half)
  }
}
