internal import Raster

/// A large input cut into tiles of one size that overlap, or the pieces of it with traces of text in such tiles, whose maps are
/// put together again.
///
/// One size means one set of compiled kernels and buffers. The maps, not the boxes, are joined: a line that crosses a
/// border is one part of the joined map.
struct Tiles {
  /// Inputs up to this many pixels are looked at as a whole.
  static let largest = 1_050_000
  /// Pixels that neighbours share in a grid; what lies nearer to a border than half of it is taken from the neighbour, which
  /// sees more of its surroundings.
  static let overlap = 128
  /// Tiles for pieces with traces: as wide as lines ask for.
  static let small = Size(width: 640, height: 448)
  /// Pixels between a trace and a border of its piece, half of which count: what lies beside text helps to find it.
  static let margin = 64

  /// The size of the joined map.
  let size: Size
  let tile: Size
  /// What each tile shows of the input.
  let sheets: [[Mosaic.Placement]]
  /// What of a piece does not count at a border that is not the input's own.
  private let border: Int

  /// All of an input.
  init(_ size: Size) {
    var (across, down) = (1, 1)
    func side(_ length: Int, _ parts: Int) -> Int {
      guard parts > 1 else { return length }
      let bare = (length + (parts - 1) * Self.overlap + parts - 1) / parts
      return InputSide.length(atLeast: Double(bare))
    }
    while side(size.width, across) * side(size.height, down) > Self.largest {
      // The longer side is cut: squares have the shortest borders.
      if side(size.width, across) >= side(size.height, down) { across += 1 } else { down += 1 }
    }
    let tile = Size(width: side(size.width, across), height: side(size.height, down))
    let columns = Self.starts(size.width, tile.width, across)
    let rows = Self.starts(size.height, tile.height, down)
    sheets = rows.flatMap { top in
      columns.map { left in
        [.init(piece: Piece(left: left, top: top, right: left + tile.width, bottom: top + tile.height))]
      }
    }
    (self.size, self.tile, border) = (size, tile, Self.overlap / 2)
  }

  private static func starts(_ length: Int, _ tile: Int, _ parts: Int) -> [Int] {
    (0..<parts).map { parts > 1 ? $0 * (length - tile) / (parts - 1) : 0 }
  }

  /// The parts of an input where an earlier look saw traces of text; all of it where that takes no longer.
  init(around traces: Traces) {
    let whole = Self(traces.size)
    let size = traces.size
    let tile = Size(width: min(size.width, Self.small.width), height: min(size.height, Self.small.height))
    if let pieces = traces.pieces(within: tile, margin: Self.margin) {
      let sheets = Mosaic(pieces, tile: tile).sheets
      if sheets.count * tile.area < whole.sheets.count * whole.tile.area {
        (self.size, self.tile, self.sheets, border) = (size, tile, sheets, Self.margin / 2)
        return
      }
    }
    self = whole
  }

  /// The joined map of `size` values; 0 where there is no tile.
  ///
  /// - Parameters:
  ///   - pixels: room for a tile.
  ///   - fill: writes a piece of the input, `height` rows of `width × 3` bytes, so many bytes apart, to the room that begins with
  ///     its first.
  ///   - look: computes the map of a tile and hands it to its last argument.
  func map(
    in pixels: UnsafeMutableBufferPointer<UInt8>,
    fill: (Piece, UnsafeMutableBufferPointer<UInt8>, Int) -> Void,
    look: (UnsafeRawBufferPointer, Size, (UnsafeBufferPointer<Float>) -> Void) throws -> Void
  ) rethrows -> [Float] {
    var joined = [Float](repeating: 0, count: size.area)
    for sheet in sheets {
      // Black beside the pieces, as networks were trained with.
      if sheet.reduce(0, { $0 + $1.piece.area }) < tile.area { pixels.update(repeating: 0) }
      for placement in sheet {
        let start = (placement.y * tile.width + placement.x) * 3
        fill(placement.piece, UnsafeMutableBufferPointer(rebasing: pixels[start...]), tile.width * 3)
      }
      try look(UnsafeRawBufferPointer(pixels), tile) { values in
        joined.withUnsafeMutableBufferPointer { joined in
          for placement in sheet { copy(placement, from: values, to: joined) }
        }
      }
    }
    return joined
  }

  private func copy(
    _ placement: Mosaic.Placement, from values: UnsafeBufferPointer<Float>, to joined: UnsafeMutableBufferPointer<Float>
  ) {
    let piece = placement.piece
    let rows = kept(piece.top, piece.bottom, size.height)
    let columns = kept(piece.left, piece.right, size.width)
    for row in rows {
      let from = (row - piece.top + placement.y) * tile.width + columns.lowerBound - piece.left + placement.x
      let target = joined.baseAddress! + row * size.width + columns.lowerBound
      // What one piece sees only in part another may see whole.
      for k in 0..<columns.count { target[k] = max(target[k], values[from + k]) }
    }
  }

  /// What of a piece counts: all but the border, except at the input's own.
  private func kept(_ start: Int, _ end: Int, _ length: Int) -> Range<Int> {
    (start == 0 ? 0 : start + border)..<(end >= length ? length : end - border)
  }
}
