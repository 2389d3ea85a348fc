@testable import Legible
import LegibleTesting
import Raster
import Synchronization
import Testing

/// How a picture that is no page is looked at.
@Suite struct SceneTests {
  private static let photo = Size(width: 1280, height: 720)

  /// A picture whose brightness has the given share in the lightest eighth, the rest spread over all others.
  private static func picture(_ share: Double, _ size: Size = photo, background: UInt8 = 240) -> Image {
    var random = RandomNumbers(seed: 3)
    return Image(size: size) { bytes in
      for i in 0..<size.area {
        let isBackground = Double(random.next() >> 40) < share * 16_777_216
        let value = isBackground ? background &+ UInt8(random.next() >> 60) : UInt8(random.next() >> 56)
        for k in 0..<3 { bytes[i * 3 + k] = value }
      }
    }
  }

  @Test(arguments: [UInt8(240), 120, 0]) func aPictureMostOfWhichIsBackgroundIsAPage(background: UInt8) {
    for size in [Self.photo, Size(width: 300, height: 200), Size(width: 4000, height: 3001)] {
      #expect(Subject(of: Self.picture(0.6, size, background: background)) == .page)
      #expect(Subject(of: Self.picture(0.3, size, background: background)) == .scene)
    }
    #expect(Subject(of: Image(size: Size(width: 1, height: 1))) == .page)
  }

  @Test func aSceneIsSeenSmallerAtFirst() {
    let scene = Self.picture(0)
    #expect(InputSize(for: scene, effort: .normal).input == Size(width: 1024, height: 576))
    #expect(InputSize(for: scene, effort: .quick) == InputSize(for: Self.photo, effort: .quick))
    let page = Self.picture(0.6)
    #expect(InputSize(for: page, effort: .normal) == InputSize(for: Self.photo))
    // Hardly smaller is not worth it.
    let small = Size(width: 960, height: 720)
    #expect(InputSize(for: Self.picture(0, small), effort: .normal) == InputSize(for: small))
  }

  /// A scene's second look is as large as a page's; words that are well seen need none.
  @Test func smallWordsOfASceneAreLookedAtAgain() throws {
    let first = InputSize(for: Self.photo, effort: .normal, subject: .scene)
    let next = try #require(first.next(for: Self.photo, after: [5, 5, 9]))
    #expect(abs(next.scale / first.scale - 1.85) < 0.001 && next.subject == .scene)
    let page = try #require(InputSize(for: Self.photo).next(for: Self.photo, after: [5, 5, 9]))
    #expect(abs(next.scale / page.scale - 1) < 0.01)
    #expect(first.next(for: Self.photo, after: [7, 9]) == nil)
    #expect(next.next(for: Self.photo, after: [5, 5, 9]) == nil, "no third look at what is enlarged")
  }

  /// Paper in uneven light, or on a table.
  @Test func aSceneWithManyLinesIsLookedAtAsAPage() {
    let first = InputSize(for: Self.photo, effort: .normal, subject: .scene)
    let lines = [Double](repeating: 12, count: 25)
    #expect(first.next(for: Self.photo, after: lines) == InputSize(for: Self.photo))
    let large = Size(width: 4000, height: 3000)
    let look = InputSize(for: large, effort: .normal, subject: .scene)
    #expect(look.next(for: large, after: lines) == InputSize(for: large))
  }

  @Test(arguments: [1, 2, 3]) func scatteredPiecesLieApartInTheirTiles(seed: Int) {
    var random = RandomNumbers(seed: seed)
    let tile = Size(width: 640, height: 448)
    let pieces = (0..<40).map { i in
      let (left, top) = (Int.random(in: 0..<2000, using: &random), i * 500)
      return Piece(
        left: left, top: top, right: left + Int.random(in: 1...640, using: &random),
        bottom: top + Int.random(in: 1...448, using: &random))
    }
    let sheets = Mosaic(pieces, tile: tile).sheets
    #expect(Set(sheets.flatMap { $0.map(\.piece) }) == Set(pieces) && sheets.reduce(0) { $0 + $1.count } == 40)
    for sheet in sheets {
      var taken = Set<Int>()
      for placement in sheet {
        #expect(placement.x + placement.piece.width <= 640 && placement.y + placement.piece.height <= 448)
        for y in placement.y..<placement.y + placement.piece.height {
          for x in placement.x..<placement.x + placement.piece.width {
            #expect(taken.insert(y * 640 + x).inserted)
          }
        }
      }
    }
    let area = pieces.reduce(0) { $0 + $1.area }
    #expect(sheets.count * tile.area < area * 2, "\(sheets.count) tiles for \(area) pixels")
  }

  /// Pieces that touch, or nearly, are one; what would take more room together stays apart.
  @Test func nearPiecesAreJoined() {
    let first = Piece(left: 0, top: 0, right: 100, bottom: 50)
    let near = Piece(left: 90, top: 0, right: 200, bottom: 52)
    let far = Piece(left: 500, top: 300, right: 600, bottom: 350)
    let joined = Piece.joined([first, far, near], width: 640, height: 448)
    #expect(Set(joined) == [far, Piece(left: 0, top: 0, right: 200, bottom: 52)])
    #expect(Piece.joined([first, near], width: 150, height: 448).count == 2)
  }

  /// A network that sees what is coloured, of which the scenes have nothing, and notes the sizes of what it is shown.
  private static func detector(noting sizes: Notes, sees: @escaping @Sendable (Size) -> Float = { _ in 0.9 }) throws
    -> TextDetector
  {
    let network = FakeModel(input: [1, nil, nil, 3], output: [1, 1, nil, nil]) { bytes, shape in
      let size = Size(width: shape[2], height: shape[1])
      sizes.list.withLock { $0.append(size) }
      let values = (0..<size.area).map { i -> Float in
        let pixel = bytes[i * 3..<i * 3 + 3]
        return pixel.max()! - pixel.min()! > 60 ? sees(size) : 0.05
      }
      return ([1, 1, shape[1], shape[2]], values)
    }
    return try TextDetector(model: DetectionModel(path: "fake"), network: network)
  }

  private static let red = Color(red: 255, green: 0, blue: 0)

  /// Only what was small is looked at again, and however the larger look sees it, a word that was seen well stays.
  @Test func aWordThatIsSeenWellIsNotLookedAtAgain() throws {
    var image = Self.picture(0)
    let word = Rect(x: 300, y: 200, width: 240, height: 60)
    image.fill(Quad(word), Self.red)
    var sizes = Notes()
    let alone = try Self.detector(noting: sizes).detect(image)
    #expect(alone.count == 1 && sizes.list.withLock { $0 } == [Size(width: 1024, height: 576)])
    // So near that its piece shows a part of the word, too.
    image.fill(Quad(Rect(x: 380, y: 312, width: 16, height: 5)), Self.red)
    sizes = Notes()
    let both = try Self.detector(noting: sizes).detect(image)
    #expect(sizes.list.withLock { $0 } == [Size(width: 1024, height: 576), Tiles.small])
    #expect(both.count == 2 && both.contains { $0.quad == alone[0].quad })
  }

  /// What was seen well in a scene says nothing about the page that it turns out to be.
  @Test func aPageAfterAllIsSeenAnew() throws {
    var image = Self.picture(0)
    for i in 0..<24 {
      let (column, row) = (Double(i % 4), Double(i / 4))
      image.fill(Quad(Rect(x: 40 + column * 300, y: 40 + row * 110, width: 200, height: 40)), Self.red)
    }
    let first = Size(width: 1024, height: 576)
    let sizes = Notes()
    let regions = try Self.detector(noting: sizes) { $0 == first ? 0.9 : 0.05 }.detect(image)
    #expect(sizes.list.withLock { $0.prefix(2) } == [first, InputSize(for: Self.photo).input])
    #expect(regions.isEmpty, "the page's look is the one that counts")
  }

  /// Words in all corners of a scene, at the places where they are.
  @Test func wordsOfASceneAreFoundWhereTheyAre() throws {
    let places = [Point(30, 30), Point(1200, 40), Point(40, 680), Point(1190, 670), Point(700, 300)]
    var image = Self.picture(0)
    for place in places {
      image.fill(Quad(Rect(x: place.x, y: place.y, width: 16, height: 6)), Self.red)
    }
    let sizes = Notes()
    let regions = try Self.detector(noting: sizes).detect(image)
    #expect(sizes.list.withLock { $0 } == [Size(width: 1024, height: 576), Tiles.small])
    #expect(regions.count == places.count)
    for place in places {
      #expect(regions.contains { abs($0.quad.center.x - place.x - 8) < 4 && abs($0.quad.center.y - place.y - 3) < 3 })
    }
  }
}
