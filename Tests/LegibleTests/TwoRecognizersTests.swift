import LegibleTesting
import Raster
import Synchronization
import Testing

@testable import Inference
@testable import Legible

/// Scenes and given lines may be read by another recogniser than pages.
@Suite struct TwoRecognizersTests {
  /// A recogniser that reads one letter, whatever it is shown.
  private static func recognizer(_ letter: Int) throws -> LineRecognizer {
    let network = FakeModel(input: [1, 48, nil, 3], output: [1, nil, 8]) { _, shape in
      let columns = shape[2] / 8
      var values = [Float](repeating: 0, count: columns * 8)
      for column in 0..<columns { values[column * 8 + (column == 2 ? 1 + letter : 0)] = 1 }
      return ([1, columns, 8], values)
    }
    return try LineRecognizer(network: network, alphabet: ColorScript.alphabet, source: "fake")
  }

  /// How often the second recogniser was loaded.
  private final class Loads: Sendable { let count = Mutex(0) }

  /// A reader that was loaded for a page or for a scene: pages are "R", scenes "G".
  private static func reader(startsWithScene: Bool, _ loads: Loads) throws -> TextReader {
    try TextReader(
      detector: CropTests.detector, recognizer: recognizer(startsWithScene ? 1 : 0),
      otherRecognizer: DeferredRecognizer(readsScenes: !startsWithScene) {
        loads.count.withLock { $0 += 1 }
        return try recognizer(startsWithScene ? 0 : 1)
      })
  }

  @Test(arguments: [false, true]) func eachReadsItsPictures(startsWithScene: Bool) throws {
    let loads = Loads()
    let reader = try Self.reader(startsWithScene: startsWithScene, loads)
    let (page, scene) = (CropTests.picture(isScene: false), CropTests.picture(isScene: true))
    #expect(try reader.read(startsWithScene ? scene : page).map(\.text) == [startsWithScene ? "G" : "R"])
    #expect(loads.count.withLock { $0 } == 0, "what is not needed is not loaded")
    for _ in 0..<2 {
      #expect(try reader.read(page).map(\.text) == ["R"])
      #expect(try reader.read(scene).map(\.text) == ["G"])
    }
    #expect(loads.count.withLock { $0 } == 1)
  }

  /// A photographed page in uneven light.
  @Test func aSceneFullOfLinesIsAPage() throws {
    let words = (0..<24).map { i -> Rect in
      let (column, row) = (i % 3, i / 3)
      return Rect(x: 40 + 200 * Double(column), y: 20 + 56 * Double(row), width: 120, height: 30)
    }
    let texts = try Self.reader(startsWithScene: false, Loads()).read(CropTests.picture(isScene: true, words: words))
      .map(\.text)
    #expect(texts.count == 24 && Set(texts) == ["R"])
  }

  @Test(arguments: [false, true]) func givenLinesAreReadLikeScenes(startsWithScene: Bool) throws {
    let reader = try Self.reader(startsWithScene: startsWithScene, Loads())
    #expect(try reader.readLine(CropTests.picture(isScene: false))?.text == "G")
  }

  /// A wide line is print, in a scene or not.
  @Test(arguments: [(160.0, "G"), (600, "G"), (900, "R")]) func wideLinesAreReadLikePages(width: Double, text: String)
    throws
  {
    let pages = try Self.recognizer(0)
    let scenes = try Self.recognizer(1).leavingWideLines { pages }
    let image = CropTests.picture(isScene: true)
    let quad = Quad(Rect(x: 0, y: 0, width: width / 2, height: 24))
    #expect(try scenes.read(image, in: quad).map(\.text) == [text])
  }

  /// Among pictures of all sorts it comes up sooner or later: it is there early, and memory does not grow by it later.
  @Test(arguments: [false, true]) func ofManyPicturesOfAllSortsBothAreLoaded(isEmptyFirst: Bool) throws {
    let loads = Loads()
    let reader = try Self.reader(startsWithScene: false, loads)
    let empty = CropTests.picture(isScene: false, words: [])
    if isEmptyFirst { #expect(try reader.read(empty).lines.isEmpty) }
    #expect(loads.count.withLock { $0 } == 0, "few pictures load nothing to read nothing")
    reader.expectManyPages()
    if !isEmptyFirst { #expect(try reader.read(empty).lines.isEmpty) }
    reader.expectManyPages()
    #expect(loads.count.withLock { $0 } == 1)
  }

  /// A folder of documents does not pay for what reads photos.
  @Test func ofManyDocumentsOneIsLoaded() throws {
    let loads = Loads()
    let reader = try Self.reader(startsWithScene: false, loads)
    let page = CropTests.picture(isScene: false)
    _ = try reader.read(page)
    reader.expectManyPages()
    #expect(try reader.read(page).map(\.text) == ["R"])
    #expect(loads.count.withLock { $0 } == 0)
    #expect(try reader.read(CropTests.picture(isScene: true)).map(\.text) == ["G"])
    #expect(loads.count.withLock { $0 } == 1)
  }

  @Test func whereItCannotBeLoadedTheReaderSaysSoEachTime() throws {
    let reader = try TextReader(
      detector: CropTests.detector, recognizer: Self.recognizer(0),
      otherRecognizer: DeferredRecognizer(readsScenes: true) { throw LegibleError(.modelNotFound, "gone") })
    reader.expectManyPages()
    for _ in 0..<2 {
      let error = #expect(throws: LegibleError.self) { try reader.read(CropTests.picture(isScene: true)) }
      #expect(error?.code == .modelNotFound)
    }
    #expect(try reader.read(CropTests.picture(isScene: false)).map(\.text) == ["R"])
  }

  /// Small alone, where pages would be INT8 and there is something more exact that is fast.
  @Test(
    arguments: [
      (OCRModel.small, ComputeOptions.Precision.auto, Int8Support.any, true, ComputeOptions.Precision.bf16),
      (.small, .auto, .any, false, nil), (.small, .auto, .none, true, nil), (.small, .int8, .any, true, nil),
      (.small, .bf16, .any, true, nil), (.small, .f32, .any, true, nil), (.tiny, .auto, .any, true, nil),
    ] as [(OCRModel, ComputeOptions.Precision, Int8Support, Bool, ComputeOptions.Precision?)])
  func scenesHaveTheirOwnArithmeticWhereItPays(
    model: OCRModel, said: ComputeOptions.Precision, support: Int8Support, hasBF16: Bool,
    expected: ComputeOptions.Precision?
  ) throws {
    let recognition = try #require(model.recognition)
    let found = ComputeOptions(threads: 3, precision: said).forScenes(recognition, support: support, hasBF16: hasBF16)
    #expect(found?.precision == expected)
    #expect(found.map { $0.threads == 3 } ?? true)
  }

  /// A program that reads one picture loads one recogniser, and reads the same as another.
  @Test(
    .enabled(if: LegibleTestingModels.areInstalled, "no models are installed: run ./legible --setup-only"),
    arguments: [false, true])
  func theFirstPictureTellsWhichIsLoaded(isScene: Bool) throws {
    let picture = CropTests.picture(isScene: isScene)
    let reader = try TextReader(loading: .small, compute: ComputeOptions(threads: 1), first: { picture })
    let recognition = try #require(OCRModel.small.recognition)
    let hasTwo = ComputeOptions().forScenes(recognition) != nil
    #expect(reader.otherRecognizer.map(\.readsScenes) == (hasTwo ? !isScene : nil))
    var lines = OCRModel.small
    lines.detection = nil
    let lineReader = try TextReader(loading: lines, compute: ComputeOptions(threads: 1))
    #expect(lineReader.otherRecognizer.map(\.readsScenes) == (hasTwo ? false : nil))
  }
}
