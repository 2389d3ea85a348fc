@testable import Legible
import LegibleTesting
import Raster
import Testing

/// Which parts of a picture a larger look sees.
@Suite struct TracesTests {
  private static let image = Size(width: 1280, height: 720)
  private static let first = InputSize(for: image)
  private static let next = InputSize(for: image, scale: 1.5, effort: .normal)

  private static func tiles(around places: [(x: Int, y: Int)], value: Float = 0.2) -> Tiles {
    var map = [Float](repeating: 0.05, count: first.input.area)
    for (x, y) in places { map[y * first.input.width + x] = value }
    return map.withUnsafeBufferPointer { Tiles(around: Traces(in: $0, of: first, for: next)) }
  }

  /// Wherever traces are, with what lies beside them.
  @Test func everyTraceIsSeen() {
    var random = RandomNumbers(seed: 7)
    for count in [1, 2, 3, 5, 8] {
      for _ in 0..<20 {
        let places = (0..<count).map { _ in
          (x: Int.random(in: 0..<Self.first.input.width, using: &random), y: Int.random(in: 0..<704, using: &random))
        }
        let tiles = Self.tiles(around: places)
        let joined = PixelBuffers().withBytes(tiles.tile.area * 3) {
          tiles.map(in: $0) { _, _, _ in
          } look: { _, tile, write in
            [Float](repeating: 1, count: tile.area).withUnsafeBufferPointer(write)
          }
        }
        let pieces = tiles.sheets.flatMap { $0.map(\.piece) }
        #expect(pieces.allSatisfy { $0.left >= 0 && $0.right <= tiles.size.width })
        #expect(pieces.allSatisfy { $0.top >= 0 && $0.bottom <= tiles.size.height })
        for (x, y) in places {
          let (x, y) = (x * tiles.size.width / Self.first.input.width, y * tiles.size.height / Self.first.input.height)
          for (dx, dy) in [(-20, 0), (20, 0), (0, -20), (0, 20)] {
            let (x, y) = (max(0, min(tiles.size.width - 1, x + dx)), max(0, min(tiles.size.height - 1, y + dy)))
            #expect(joined[y * tiles.size.width + x] == 1)
          }
        }
      }
    }
  }

  @Test func textInOnePlaceIsOnePieceWithTheTextInItsMiddle() throws {
    let tiles = Self.tiles(around: [(x: 600, y: 300), (x: 650, y: 310)])
    #expect(tiles.tile == Tiles.small && tiles.sheets.count == 1)
    let piece = try #require(tiles.sheets.first?.first).piece
    #expect(tiles.sheets[0].count == 1)
    #expect(abs(Double(piece.left + piece.right) / 2 - 625 * 1.5) < 20)
    #expect(abs(Double(piece.top + piece.bottom) / 2 - 305 * 1.5) < 20)
  }

  /// A word in each corner is one input of the network, not four.
  @Test func textInManyPlacesSharesTiles() {
    let tiles = Self.tiles(around: [(x: 30, y: 30), (x: 1200, y: 30), (x: 30, y: 650), (x: 1200, y: 650)])
    #expect(tiles.sheets.map(\.count) == [4])
  }

  /// A band of text across the picture is wider than a tile: its pieces overlap, so that no letter is seen in two halves only.
  @Test func longTextIsCutIntoPiecesThatOverlap() {
    let tiles = Self.tiles(around: stride(from: 100, to: 1200, by: 8).map { (x: $0, y: 350) })
    let pieces = tiles.sheets.flatMap { $0.map(\.piece) }.sorted { $0.left < $1.left }
    #expect(pieces.count > 2 && pieces.allSatisfy { $0.width <= Tiles.small.width })
    for (piece, next) in zip(pieces, pieces.dropFirst()) { #expect(piece.right - next.left == 2 * Tiles.margin) }
  }

  /// Specks all over a large scan are not worth packing: it is looked at as a whole.
  @Test func specksAllOverALargeInputAreOneLookAtAll() {
    let scan = Size(width: 3508, height: 4960)
    let (look, next) = (InputSize(for: scan), InputSize(for: scan, scale: 1, effort: .normal))
    var map = [Float](repeating: 0, count: look.input.area)
    for i in map.indices where i % 12 == 0 && i / look.input.width % 12 == 0 { map[i] = 0.2 }
    let tiles = map.withUnsafeBufferPointer { Tiles(around: Traces(in: $0, of: look, for: next)) }
    #expect(tiles.sheets == Tiles(next.input).sheets && tiles.tile == Tiles(next.input).tile)
  }

  /// Neither more tiles than all of the picture would take, nor any for what is no trace.
  @Test func tracesEverywhereAreOneLookAtAll() {
    let places = stride(from: 0, to: 1280, by: 50).flatMap { x in stride(from: 0, to: 704, by: 50).map { (x: x, y: $0) }
    }
    let whole = Tiles(Self.next.input)
    #expect(Self.tiles(around: places).sheets == whole.sheets)
    #expect(Self.tiles(around: places).tile == whole.tile)
    #expect(Self.tiles(around: places, value: 0.08).sheets.isEmpty)
  }
}
