import LegibleTesting
import Raster
import Synchronization
import Testing

@testable import Legible

/// Doubtful lines of scenes are read in other crops, too.
@Suite struct CropTests {
  /// Red words, in a scene or on paper.
  static func picture(isScene: Bool, words: [Rect] = [Rect(x: 200, y: 200, width: 160, height: 40)]) -> Image {
    var random = RandomNumbers(seed: 3)
    var image = Image(size: Size(width: 640, height: 480)) { bytes in
      for i in 0..<640 * 480 {
        let value = isScene ? UInt8(random.next() >> 56) : 240
        for k in 0..<3 { bytes[i * 3 + k] = value }
      }
    }
    for word in words { image.fill(Quad(word), Color(red: 255, green: 0, blue: 0)) }
    return image
  }

  /// Finds what is red.
  static var detector: TextDetector {
    get throws {
      let network = FakeModel(output: [1, 1, nil, nil]) { bytes, shape in
        let area = shape[1] * shape[2]
        return ([1, 1, shape[1], shape[2]], (0..<area).map { isRed(bytes[$0 * 3..<$0 * 3 + 3]) ? 0.9 : 0.05 })
      }
      return try TextDetector(model: DetectionModel(path: "fake"), network: network)
    }
  }

  private static func isRed(_ pixel: Slice<UnsafeRawBufferPointer>) -> Bool { pixel.max()! - pixel.min()! > 100 }

  /// Finds what is red, and reads "R" in the first crop of it, "G" with more of what surrounds it and "B" with less, or other
  /// letters of `ColorScript.alphabet`.
  private static func reader(
    _ scores: [Float], _ crops: Runs, letters: [[Int]] = [[0], [1], [2]], rereads: Bool = true
  ) throws -> TextReader {
    let recognizer = FakeModel(input: [1, 48, nil, 3], output: [1, nil, 8]) { bytes, shape in
      // Down the middle of the word.
      let red = (0..<48).count { isRed(bytes[($0 * shape[2] + 60) * 3..<($0 * shape[2] + 60) * 3 + 3]) }
      let first = crops.red.withLock { crops in
        crops.append(red)
        return crops[0]
      }
      let crop = red == first ? 0 : red < first ? 1 : 2
      let columns = shape[2] / 8
      var values = [Float](repeating: 0, count: columns * 8)
      for column in 0..<columns { values[column * 8] = 1 }
      for (i, letter) in letters[crop].enumerated() {
        let column = 6 + 2 * i
        values[column * 8] = 1 - scores[crop]
        values[column * 8 + 1 + letter] = scores[crop]
      }
      return ([1, columns, 8], values)
    }
    return try TextReader(
      detector: detector,
      recognizer: LineRecognizer(
        network: recognizer, alphabet: ColorScript.alphabet, source: "fake", rereadsDoubtfulLines: rereads))
  }

  /// How many rows of each crop were red.
  private final class Runs: Sendable { let red = Mutex<[Int]>([]) }

  @Test(
    arguments: [([0.85, 0.95, 0.7], "G"), ([0.85, 0.7, 0.95], "B"), ([0.85, 0.7, 0.7], "R")] as [([Float], String)])
  func theSurestReadingOfADoubtfulLineIsTaken(scores: [Float], text: String) throws {
    let (image, crops) = (Self.picture(isScene: true), Runs())
    let reader = try Self.reader(scores, crops)
    let page = try reader.read(image)
    #expect(page.map(\.text) == [text] && crops.red.withLock { $0.count } == 3)
    #expect(try page.map(\.quad) == reader.detect(image).map(\.quad), "the line stays where it was found")
  }

  /// One crop in three is sure of a letter that is not there.
  @Test func whatTwoCropsAgreeOnIsTaken() throws {
    let page = try Self.reader([0.85, 0.85, 0.95], Runs(), letters: [[0], [0], [1]]).read(Self.picture(isScene: true))
    #expect(page.map(\.text) == ["R"])
  }

  /// A crop that cut a plate's first letter off.
  @Test func aReadingWithFewerLettersIsNotTaken() throws {
    let page = try Self.reader([0.85, 0.95, 0.7], Runs(), letters: [[0, 1], [1], [0, 1]]).read(
      Self.picture(isScene: true))
    #expect(page.map(\.text) == ["RG"])
  }

  @Test func aRecognizerThatGainsNothingByItReadsOnce() throws {
    let crops = Runs()
    let page = try Self.reader([0.85, 0.99, 0.99], crops, rereads: false).read(Self.picture(isScene: true))
    #expect(page.map(\.text) == ["R"] && crops.red.withLock { $0.count } == 1)
  }

  @Test(arguments: [(true, 0.96), (false, 0.85)] as [(Bool, Float)]) func othersAreReadOnce(isScene: Bool, score: Float)
    throws
  {
    let crops = Runs()
    let page = try Self.reader([score, 0.99, 0.99], crops).read(Self.picture(isScene: isScene))
    #expect(page.map(\.text) == ["R"] && crops.red.withLock { $0.count } == 1)
  }

  /// A slanted box that was cut off at a corner of the picture.
  @Test func aLineThatIsTooShortAboveForAnotherCropStays() throws {
    let image = Self.picture(isScene: true)
    let quad = Quad(
      topLeft: Point(200, 200), topRight: Point(202, 200), bottomRight: Point(360, 240), bottomLeft: Point(190, 240))
    try quad.checkReadable(on: image.size)
    let reader = try Self.reader([0.85, 0.8, 0.8], Runs())
    let lines = try LineReader(reader: reader, recognizer: #require(reader.recognizer), options: .init())
    let line = try #require(try lines.read(image, in: quad, mayTurn: false))
    #expect(try lines.best(of: line, image).line.quad == quad)
  }
}
