internal import Raster

/// A large input, or the parts of it with traces of text, cut into tiles of one size that overlap, whose maps are put
/// together again.
///
/// One size means one set of compiled kernels and buffers. The maps, not the boxes, are joined: a line that crosses a
/// border is one part of the joined map.
struct Tiles {
  /// Inputs up to this many pixels are looked at as a whole.
  static let largest = 1_050_000
  /// Pixels that neighbours share in a grid; what lies nearer to a border than half of it is taken from the neighbour, which
  /// sees more of its surroundings.
  static let overlap = 128
  /// Tiles around traces: as wide as lines ask for. Smaller ones would leave out more of what is blank, and see less of what lies
  /// around text.
  static let small = Size(width: 640, height: 448)
  /// Pixels between a trace and a border of its tile, at least, half of which count: what lies beside text helps to find it.
  static let margin = 64

  /// A tile's left and upper edge.
  struct Place: Hashable {
    var left, top: Int
  }

  /// The size of the joined map.
  let size: Size
  let tile: Size
  let places: [Place]
  /// What of a tile does not count at a border that is not the input's own.
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
    places = rows.flatMap { top in columns.map { Place(left: $0, top: top) } }
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
    let places = traces.bands(of: tile.height - 2 * Self.margin).flatMap { rows, columns in
      columns.parts(tile.width - 2 * Self.margin).map { part in
        Place(left: Self.start(part, tile.width, size.width), top: Self.start(rows, tile.height, size.height))
      }
    }
    if places.count * tile.area >= whole.places.count * whole.tile.area {
      self = whole
    } else {
      (self.size, self.tile, self.places, border) = (size, tile, places, Self.margin / 2)
    }
  }

  /// Where a tile begins that has a part in its middle.
  private static func start(_ part: Range<Int>, _ tile: Int, _ length: Int) -> Int {
    max(0, min(length - tile, (part.lowerBound + part.upperBound - tile) / 2))
  }

  /// The joined map of `size` values; 0 where there is no tile.
  ///
  /// - Parameters:
  ///   - pixels: room for a tile.
  ///   - fill: writes the tile whose left and upper edge and size it is told, `height × width × 3` bytes.
  ///   - look: computes the map of a tile and hands it to its last argument.
  func map(
    in pixels: UnsafeMutableBufferPointer<UInt8>,
    fill: (Int, Int, Size, UnsafeMutableBufferPointer<UInt8>) -> Void,
    look: (UnsafeRawBufferPointer, Size, (UnsafeBufferPointer<Float>) -> Void) throws -> Void
  ) rethrows -> [Float] {
    var joined = [Float](repeating: 0, count: size.area)
    for place in places {
      fill(place.left, place.top, tile, pixels)
      try look(UnsafeRawBufferPointer(pixels), tile) { values in
        let rows = kept(place.top, tile.height, size.height)
        let columns = kept(place.left, tile.width, size.width)
        joined.withUnsafeMutableBufferPointer { joined in
          for row in rows {
            let from = (row - place.top) * tile.width + columns.lowerBound - place.left
            (joined.baseAddress! + row * size.width + columns.lowerBound).update(
              from: values.baseAddress! + from, count: columns.count)
          }
        }
      }
    }
    return joined
  }

  /// What of a tile counts: all but the border, except at the input's own.
  private func kept(_ start: Int, _ tile: Int, _ length: Int) -> Range<Int> {
    (start == 0 ? 0 : start + border)..<(start + tile >= length ? length : start + tile - border)
  }
}
