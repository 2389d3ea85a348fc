internal import Raster

/// Pieces of an input placed side by side in tiles of one size: text that is scattered over a picture fits into one or two.
///
/// Rectangles are packed as "guillotine" packers do it (Jylänki 2010, "A thousand ways to pack the bin"): the largest first, each
/// into the room that it fits most tightly, whose rest is cut into two.
struct Mosaic {
  /// A piece of the input and its left and upper edge in a tile.
  struct Placement: Hashable {
    var piece: Piece
    var x = 0
    var y = 0
  }

  /// What each tile shows.
  private(set) var sheets: [[Placement]] = []

  /// Room that is left in a tile.
  private struct Room {
    var sheet, x, y, width, height: Int
  }

  /// - Parameter pieces: none wider or higher than a tile.
  init(_ pieces: [Piece], tile: Size) {
    var rooms: [Room] = []
    for piece in pieces.sorted(by: { ($0.height, $0.width) > ($1.height, $1.width) }) {
      let room: Room
      let fitting = rooms.indices.filter { rooms[$0].width >= piece.width && rooms[$0].height >= piece.height }
      let tightest = fitting.min { Self.spare(rooms[$0], piece) < Self.spare(rooms[$1], piece) }
      if let tightest {
        room = rooms.remove(at: tightest)
      } else {
        room = Room(sheet: sheets.count, x: 0, y: 0, width: tile.width, height: tile.height)
        sheets.append([])
      }
      sheets[room.sheet].append(Placement(piece: piece, x: room.x, y: room.y))
      let (right, below) = (room.width - piece.width, room.height - piece.height)
      // The larger rest stays in one.
      let isTall = right > below
      rooms.append(
        Room(
          sheet: room.sheet, x: room.x + piece.width, y: room.y, width: right,
          height: isTall ? room.height : piece.height))
      rooms.append(
        Room(
          sheet: room.sheet, x: room.x, y: room.y + piece.height, width: isTall ? piece.width : room.width,
          height: below))
    }
  }

  /// What is left beside a piece, in the direction that it fits better.
  private static func spare(_ room: Room, _ piece: Piece) -> Int {
    min(room.width - piece.width, room.height - piece.height)
  }
}
