@testable import Legible
import LegibleTesting
import Raster
import Testing

/// What a network that takes any size is shown, byte by byte.
@Suite struct DetectorInputTests {
  private static func picture(_ size: Size) -> Image {
    var random = RandomNumbers(seed: 7)
    return Image(size: size) { for i in $0.indices { $0[i] = UInt8(random.next() >> 56) } }
  }

  /// Small inputs are one thread's work, large ones are shared out; black is what lies beyond the picture, whatever was there before.
  @Test(arguments: [
    (Size(width: 300, height: 200), 1.0), (Size(width: 754, height: 1000), 1.0), (Size(width: 1301, height: 900), 0.7),
    (Size(width: 640, height: 480), 1.5), (Size(width: 77, height: 5000), 1.0), (Size(width: 5000, height: 77), 1.0),
    (Size(width: 77, height: 75), 1.0),
  ])
  func threadsShareOutAnInput(size: Size, scale: Double) {
    let image = Self.picture(size)
    let shown = InputSize(for: size, scale: scale, effort: .normal)
    #expect((size.width == 77) == (shown.picture.width < shown.input.width))
    let scaled = image.resized(to: shown.picture)
    var expected = Image(size: shown.input, filled: .black)
    for y in 0..<shown.picture.height { for x in 0..<shown.picture.width { expected[x, y] = scaled[x, y] } }
    for threads in [1, 2, 3] {
      let written = Image(size: shown.input) {
        $0.update(repeating: 9)
        DetectorInput.write(
          image, shown, Piece(shown.input), into: $0, rowStride: shown.input.width * 3, threads: threads)
      }
      #expect(written == expected)
    }
  }

  @Test func tilesAreCutOutOfTheInput() {
    let size = Size(width: 1500, height: 1310)
    let image = Self.picture(size)
    let shown = InputSize(for: size, scale: 1, effort: .normal)
    let tile = Size(width: 800, height: 704)
    for (left, top) in [(0, 0), (shown.input.width - 800, shown.input.height - 704)] {
      let written = Image(size: tile) {
        let piece = Piece(left: left, top: top, right: left + tile.width, bottom: top + tile.height)
        DetectorInput.write(image, shown, piece, into: $0, rowStride: tile.width * 3, threads: 2)
      }
      let scaled = image.resized(to: shown.picture)
      for (x, y) in [(0, 0), (799, 0), (0, 703), (799, 703), (417, 351), (418, 352)] {
        let isInside = left + x < scaled.width && top + y < scaled.height
        #expect(written[x, y] == (isInside ? scaled[left + x, top + y] : .black))
      }
    }
  }

  @Test func roomIsUsedAgainAndGivenBack() {
    let buffers = PixelBuffers()
    let first = buffers.withBytes(5000) { bytes in
      bytes.update(repeating: 1)
      // Somebody else's room is another.
      buffers.withBytes(5000) { $0.update(repeating: 2) }
      #expect(bytes.allSatisfy { $0 == 1 } && bytes.count == 5000)
      return Int(bitPattern: bytes.baseAddress)
    }
    buffers.withBytes(4000) { #expect(Int(bitPattern: $0.baseAddress) == first && $0.count == 4000) }
    buffers.giveBack()
    buffers.withBytes(6000) { #expect($0.count == 6000) }
  }
}
