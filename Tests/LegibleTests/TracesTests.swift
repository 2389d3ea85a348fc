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
          tiles.map(in: $0) { _, _, _, _ in
          } look: { _, tile, write in
            [Float](repeating: 1, count: tile.area).withUnsafeBufferPointer(write)
          }
        }
        #expect(tiles.places.allSatisfy { $0.left >= 0 && $0.left + tiles.tile.width <= tiles.size.width })
        #expect(tiles.places.allSatisfy { $0.top >= 0 && $0.top + tiles.tile.height <= tiles.size.height })
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

  @Test func textInOnePlaceIsOneTileWithTheTextInItsMiddle() throws {
    let tiles = Self.tiles(around: [(x: 600, y: 300), (x: 700, y: 310)])
    #expect(tiles.tile == Tiles.small && tiles.places.count == 1)
    let place = try #require(tiles.places.first)
    #expect(abs(Double(place.left + tiles.tile.width / 2) - 650 * 1.5) < 20)
    #expect(abs(Double(place.top + tiles.tile.height / 2) - 305 * 1.5) < 20)
  }

  /// Neither more tiles than all of the picture would take, nor any for what is no trace.
  @Test func tracesEverywhereAreOneLookAtAll() {
    let places = stride(from: 0, to: 1280, by: 50).flatMap { x in stride(from: 0, to: 704, by: 50).map { (x: x, y: $0) }
    }
    let whole = Tiles(Self.next.input)
    #expect(Self.tiles(around: places).places == whole.places)
    #expect(Self.tiles(around: places).tile == whole.tile)
    #expect(Self.tiles(around: places, value: 0.08).places.isEmpty)
  }
}
