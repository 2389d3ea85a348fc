import Inference
import Legible
import LegibleTesting
import Synchronization
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Pages of large JPEGs are read in half of the picture where that shows enough.
@Suite struct HalvesTests {
  private static let size = Size(width: 7001, height: 4703)

  /// The file of a large picture with one line.
  private func picture(height: Double) throws -> [UInt8] {
    var image = Image(size: Self.size)
    image.sketch("RGB", x: 3000, y: 1200, height: height)
    return try image.encoded(as: .jpeg)
  }

  @Test(arguments: [900.0, 38]) func placesAreThoseOfTheWhole(height: Double) throws {
    let file = try picture(height: height)
    let image = try Image(data: file, limits: .init(), mayHalve: true) { _ in }
    #expect(image.size == Size(width: 3500, height: 2351))
    for pageTurning in [RecognitionOptions.PageTurning.none, .quarterTurns(2)] {
      var options = RecognitionOptions()
      options.pageTurning = pageTurning
      let half = try ColorScript.reader().read(image, options: options)
      let whole = try ColorScript.reader().read(Image(data: file), options: options)
      #expect(half.size == Self.size && half.map(\.text) == whole.map(\.text) && half.count == 1)
      for (a, b) in zip(half[0].quad.corners, whole[0].quad.corners) {
        #expect(abs(a.x - b.x) <= height / 10 && abs(a.y - b.y) <= height / 10, "\(half[0].quad) \(whole[0].quad)")
      }
    }
  }

  /// Memory for halves is what many pages are counted by.
  @Test func thereIsOneWholeAtATime() async throws {
    let file = try picture(height: 900)
    // Whatever is shown: four pixels in a row, which are too low for the half.
    let detector = FakeModel(output: [1, 1, nil, nil]) { _, shape in
      var map = [Float](repeating: 0, count: shape[1] * shape[2])
      for y in 100..<104 { for x in 100..<104 { map[y * shape[2] + x] = 0.9 } }
      return ([1, 1, shape[1], shape[2]], map)
    }
    let (inner, runs) = (ColorScript.recognizer(), Runs())
    let recognizer = FakeModel(input: inner.inputs[0].shape, output: inner.outputs[0].shape) { pixels, shape in
      runs.begin()
      defer { runs.end() }
      usleep(100_000)
      return try inner.run([TensorView(shape: shape, elementType: .u8, bytes: pixels)]) {
        ($0[0].shape, Array($0[0].floats))
      }
    }
    let reader = try TextReader(
      detector: TextDetector(model: DetectionModel(path: "fake"), network: detector),
      recognizer: LineRecognizer(network: recognizer, alphabet: ColorScript.alphabet, source: "fake"),
      threads: 3, pagesAtOnce: 3)
    var pages = 0
    for try await result in reader.pages(of: [PageSource](repeating: .data(file), count: 3)) {
      _ = try result.page
      pages += 1
    }
    #expect(pages == 3 && runs.all.load(ordering: .relaxed) >= 3)
    #expect(runs.most.load(ordering: .relaxed) == 1)
  }
}

/// How many there were, and how many of them at once.
private final class Runs: Sendable {
  private let now = Atomic(0)
  let all = Atomic(0)
  let most = Atomic(0)

  func begin() {
    all.add(1, ordering: .relaxed)
    most.max(now.add(1, ordering: .relaxed).newValue, ordering: .relaxed)
  }
  func end() { now.subtract(1, ordering: .relaxed) }
}
