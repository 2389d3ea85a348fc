@testable import Legible
import LegibleTesting
import Synchronization
import Testing

/// What the detector sees of a picture: at which sizes, in which pieces.
@Suite struct LookTests {
  /// A detector that notes the sizes of its inputs and sees what is not white.
  static func detector(
    noting sizes: Notes = Notes(), blindAbove height: Double = .infinity
  ) throws -> TextDetector {
    let seeing = ColorScript.detector()
    let network = FakeModel(input: [1, nil, nil, 3], output: [1, 1, nil, nil]) { bytes, shape in
      let noted = sizes.list.withLock { list in
        list.append(Size(width: shape[2], height: shape[1]))
        return list.count
      }
      let view = TensorView(shape: shape, elementType: .u8, bytes: bytes)
      var values = try seeing.run([view]) { Array($0[0].floats) }
      // From the second look on everything higher than `height` is invisible, as large text is to the real network.
      if noted > 1, height.isFinite { Self.blind(&values, shape, above: Int(height)) }
      return ([1, 1, shape[1], shape[2]], values)
    }
    return try TextDetector(model: DetectionModel(path: "fake"), network: network)
  }

  private static func blind(_ values: inout [Float], _ shape: [Int], above height: Int) {
    let (rows, columns) = (shape[1], shape[2])
    for x in 0..<columns {
      var start = 0
      for y in 0...rows {
        let isInk = y < rows && values[y * columns + x] > 0.5
        if !isInk {
          if y - start > height { for k in start..<y { values[k * columns + x] = 0 } }
          start = y + 1
        }
      }
    }
  }

  static func looks(
    at size: Size, effort: DetectionOptions.Effort = .normal, _ draw: (inout Image) -> Void = { _ in }
  ) throws -> [Size] {
    var image = Image(size: size)
    draw(&image)
    let sizes = Notes()
    _ = try detector(noting: sizes).detect(image, options: .init(effort: effort))
    return sizes.list.withLock { $0 }
  }

  @Test func aPictureWithLargeTextIsSeenOnceAsItIs() throws {
    let looks = try Self.looks(at: Size(width: 640, height: 480)) { $0.sketch("RGB", x: 60, y: 60, height: 60) }
    #expect(looks == [Size(width: 640, height: 480)])
  }

  /// Where a larger look at a picture of 640×480 sees parts of it only.
  private static let part = Tiles.small

  @Test func smallTextIsLookedAtAgainOneAndAHalfTimesAsLarge() throws {
    // All over the picture, so that all of it is looked at.
    let looks = try Self.looks(at: Size(width: 640, height: 480)) {
      for x in stride(from: 20.0, to: 620, by: 60) {
        for y in stride(from: 20.0, to: 460, by: 50) { $0.sketch("RGB", x: x, y: y, height: 4) }
      }
    }
    #expect(looks == [Size(width: 640, height: 480), Size(width: 960, height: 704)])
  }

  @Test func aQuickLookIsSmallerAndTheOnlyOneWhereTextCanBeMadeOut() throws {
    let photo = Size(width: 1280, height: 720)
    func draw(_ image: inout Image) { image.sketch("RGB", x: 300, y: 300, height: 6) }
    let looks = try Self.looks(at: photo, draw)
    #expect(looks == [Size(width: 1280, height: 704), Self.part])
    #expect(try Self.looks(at: photo, effort: .quick, draw) == [Size(width: 1024, height: 576)])
    let small = try Self.looks(at: photo, effort: .quick) { $0.sketch("RGB", x: 300, y: 300, height: 3) }
    #expect(small.count == 2, "text that is hardly to be made out is looked at again")
  }

  @Test func smallPrintOnALargePageIsLookedAtUntilItShowsHoweverQuickly() {
    let size = Size(width: 3508, height: 4960)
    var look = InputSize(for: size, effort: .quick)
    #expect(look.input.area < 800_000)
    while let next = look.next(for: size, after: [Double](repeating: 3, count: 20)) { look = next }
    #expect(look.scale > 0.9)
    let first = InputSize(for: size, effort: .quick)
    #expect(first.next(for: size, after: [])?.scale == first.scale * 1.5)
  }

  @Test(arguments: [(30.0, 30.0), (560, 30), (300, 220), (20, 450), (590, 460)])
  func smallTextInOnePlaceIsLookedAtAgainThereAlone(x: Double, y: Double) throws {
    var image = Image(size: Size(width: 640, height: 480))
    image.sketch("RGB", x: x, y: y, height: 6)
    let sizes = Notes()
    let region = try #require(try Self.detector(noting: sizes).detect(image).first)
    #expect(sizes.list.withLock { $0 } == [Size(width: 640, height: 480), Self.part])
    let center = region.quad.boundingBox.center
    #expect(abs(center.x - x - 8) < 4 && abs(center.y - y - 3) < 3, "\(center)")
  }

  @Test func smallTextInTwoPlacesIsLookedAtAgainInBoth() throws {
    var image = Image(size: Size(width: 1280, height: 720))
    let places = [Point(30, 30), Point(1200, 680)]
    for place in places { image.sketch("RGB", x: place.x, y: place.y, height: 6) }
    let sizes = Notes()
    let regions = try Self.detector(noting: sizes).detect(image)
    #expect(sizes.list.withLock { $0 } == [Size(width: 1280, height: 704), Self.part], "both in one tile")
    #expect(regions.count == 2)
    for place in places {
      #expect(
        regions.contains {
          abs($0.quad.center.x - place.x - 8) < 4 && abs($0.quad.center.y - place.y - 3) < 3
        })
    }
  }

  @Test func aSmallLineLongerThanAPartIsOneRegion() throws {
    var image = Image(size: Size(width: 1280, height: 720))
    image.sketch(String(repeating: "RGBCMY", count: 33), x: 50, y: 333, height: 6)
    let sizes = Notes()
    let regions = try Self.detector(noting: sizes).detect(image)
    #expect(sizes.list.withLock { $0 }.dropFirst().allSatisfy { $0 == Self.part })
    let box = try #require(regions.first).quad.boundingBox
    // Let out by half of its height.
    #expect(regions.count == 1 && abs(box.minX - 50) < 8 && abs(box.maxX - 50 - 33 * 36) < 8, "\(box)")
  }

  @Test func theProbabilityMapIsThatOfTheWholePicture() throws {
    var image = Image(size: Size(width: 640, height: 480))
    image.sketch("RGB", x: 60, y: 60, height: 6)
    #expect(try Self.detector().probabilityMap(of: image).size == Size(width: 960, height: 704))
  }

  @Test(arguments: [
    Size(width: 1, height: 1), Size(width: 1, height: 5000), Size(width: 100_000, height: 1),
    Size(width: 900_000, height: 3), Size(width: 20_000, height: 100),
  ]) func thinStripsStayWithinBounds(size: Size) throws {
    let first = InputSize(for: size)
    #expect(Double(first.input.area) <= InputSize.largestArea * 1.1)
    #expect(first.input.width >= 32 && first.input.height >= 32)
    if min(size.width, size.height) < 8 { #expect(first.input.area <= 2_000_000) }
  }

  @Test func scansOfManySizesComeInFewShapesAndHardlyStretched() {
    var shapes: Set<Size> = []
    for width in stride(from: 1400, through: 3000, by: 17) {
      for proportion in [1.25, 1.3, 1.35, 1.4, 1.45, 1.5] {
        let page = Size(width: width, height: Int(Double(width) * proportion))
        let look = InputSize(for: page)
        shapes.insert(look.input)
        #expect(look.picture == look.input)
        let (x, y) = (Double(look.input.width) / Double(page.width), Double(look.input.height) / Double(page.height))
        #expect(max(x, y) / min(x, y) < 1.125, "\(page) is seen as \(look.input)")
      }
    }
    #expect(shapes.count == 2, "\(shapes)")
    #expect(InputSize(for: Size(width: 3840, height: 2160), effort: .quick).input == Size(width: 1024, height: 576))
    #expect(InputSize(for: Size(width: 2160, height: 3840), effort: .quick).input == Size(width: 576, height: 1024))
  }

  @Test func anA3ScanOfSmallPrintIsSeenAsItIs() {
    let size = Size(width: 3508, height: 4960)
    var look = InputSize(for: size)
    #expect(look.input.area < 2_100_000)
    while let next = look.next(for: size, after: [Double](repeating: 3, count: 100)) { look = next }
    #expect(abs(look.scale - 1) < 0.02)
  }

  @Test func blankPaperIsLookedAtOnceAndTracesOfTextAgain() throws {
    let size = Size(width: 2480, height: 3508)
    let first = InputSize(for: size)
    #expect(first.next(for: size, after: [])?.scale == first.scale * 1.5)
    for (trace, looks) in [(Float(0.05), 1), (0.15, 2)] {
      let sizes = Notes()
      let network = FakeModel(input: [1, nil, nil, 3], output: [1, 1, nil, nil]) { _, shape in
        sizes.list.withLock { $0.append(Size(width: shape[2], height: shape[1])) }
        var values = [Float](repeating: 0.05, count: shape[1] * shape[2])
        values[values.count / 2 + shape[2] / 2] = trace
        return ([1, 1, shape[1], shape[2]], values)
      }
      let paper = Image(size: size)
      #expect(try TextDetector(model: DetectionModel(path: "fake"), network: network).detect(paper).isEmpty)
      #expect(Set(sizes.list.withLock { $0 }).count == looks)
    }
  }

  @Test func aHeadlineThatTheSecondLookLosesIsKept() throws {
    var image = Image(size: Size(width: 800, height: 600))
    image.sketch("RGB", x: 60, y: 60, height: 120)
    for i in 0..<8 { image.sketch("RGBCMY", x: 60, y: 260 + Double(i) * 30, height: 6) }
    let sizes = Notes()
    let regions = try Self.detector(noting: sizes, blindAbove: 100).detect(image)
    #expect(sizes.list.withLock(\.count) > 1)
    #expect(regions.count == 9, "eight small lines once each, and the headline")
    #expect(regions.contains { $0.quad.height > 100 })
  }

  @Test(arguments: [Size(width: 2016, height: 1312), Size(width: 1024, height: 5120), Size(width: 60_000, height: 64)])
  func tilesJoinToTheWholeMap(size: Size) {
    let tiles = Tiles(size)
    #expect(tiles.sheets.count > 1)
    // Each pixel's bytes are its place; the look turns them into a number.
    let buffers = PixelBuffers()
    let joined = buffers.withBytes(tiles.tile.area * 3) {
      tiles.map(in: $0) { piece, pixels, rowStride in
        for y in 0..<piece.height {
          for x in 0..<piece.width {
            let place = (piece.top + y) * size.width + piece.left + x
            for k in 0..<3 { pixels[y * rowStride + x * 3 + k] = UInt8((place >> (8 * k)) & 255) }
          }
        }
      } look: { tile, tileSize, write in
        #expect(tileSize.area <= Tiles.largest)
        let values = (0..<tileSize.area).map { i -> Float in
          Float((0..<3).reduce(0) { $0 + Int(tile[i * 3 + $1]) << (8 * $1) })
        }
        values.withUnsafeBufferPointer(write)
      }
    }
    #expect(joined.indices.allSatisfy { joined[$0] == Float($0) })
  }

  @Test func aFixedSizeIsNeverTiledAndMapsBackToTheSamePlace() throws {
    for fit in Fit.allCases {
      var image = Image(size: Size(width: 1003, height: 611))
      image.sketch("RGBC", x: 400, y: 280, height: 60)
      let network = ColorScript.detector(inputSize: Size(width: 320, height: 224))
      let detector = try TextDetector(model: DetectionModel(path: "fake", unclipRatio: 0), network: network)
      let region = try #require(try detector.detect(image, options: .init(fit: fit)).first)
      let box = region.quad.boundingBox
      // Two input pixels; the drawn box is 220 × 60.
      #expect(abs(box.minX - 400) < 7 && abs(box.maxX - 620) < 7, "\(fit) \(box)")
      #expect(abs(box.minY - 280) < 7 && abs(box.maxY - 340) < 7, "\(fit) \(box)")
    }
    let large = ColorScript.detector(inputSize: Size(width: 2048, height: 2048))
    let detector = try TextDetector(model: DetectionModel(path: "fake"), network: large)
    #expect(try detector.detect(Image(size: Size(width: 90, height: 90))).isEmpty)
  }

  @Test(arguments: [
    DetectionOptions(maximumCandidates: -1), DetectionOptions(unclipRatio: .nan), DetectionOptions(unclipRatio: 1e9),
    DetectionOptions(pixelThreshold: -0.5), DetectionOptions(boxThreshold: .infinity),
  ]) func optionsOutOfRangeAreRefused(options: DetectionOptions) throws {
    let detector = try Self.detector()
    #expect { try detector.detect(Image(size: Size(width: 50, height: 50)), options: options) } throws: {
      LegibleError.Code.invalidArgument ~= $0
    }
  }
}

/// The sizes of the inputs that a detector was shown.
final class Notes: Sendable {
  let list = Mutex<[Size]>([])
}
