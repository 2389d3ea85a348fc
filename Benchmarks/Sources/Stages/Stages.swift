import CMark
@testable import Legible
@testable import Raster

/// Runs stages of reading on one drawn page: `stages [name …]`. `count` runs it under callgrind.
///
/// Each stage runs twice: once to warm up, and once between two marks. It prints a name and a digest of the result a line.
@main struct Stages {
  static func main() throws {
    let names = CommandLine.arguments.dropFirst()
    for stage in try all(DrawnPage()) where names.isEmpty || names.contains(stage.name) {
      _ = try stage.run()
      legible_mark()
      let digest = try stage.run()
      legible_mark()
      print(stage.name, String(digest(), radix: 16))
    }
  }

  static func all(_ page: DrawnPage) throws -> [Stage] {
    try files(page) + detection(page) + recognition(page) + wholes(page)
  }

  /// From a file to pixels.
  private static func files(_ page: DrawnPage) throws -> [Stage] {
    let (png, jpeg) = try (page.image.encoded(as: .png), page.image.encoded(as: .jpeg))
    return [
      Stage(bytes: "decode-png") { [try Image(data: png).pixels] },
      Stage(bytes: "decode-jpeg") { [try Image(data: jpeg).pixels] },
    ]
  }

  /// Before and after the detector.
  private static func detection(_ page: DrawnPage) throws -> [Stage] {
    let image = page.image
    let map = page.probabilities(DrawnPage.size)
    let finder = BoxFinder(
      pixelThreshold: 0.2, boxThreshold: 0.45, unclipRatio: 1.4, maximumCandidates: 3000, polygons: false)
    return [("detector-input-0.7", 0.7), ("detector-input-1", 1), ("detector-input-1.5", 1.5)].map { name, scale in
      let shown = InputSize(for: image.size, scale: scale, effort: .normal)
      return Stage(bytes: name) {
        [
          Image(size: shown.input) {
            DetectorInput.write(
              image, shown, Piece(shown.input), into: $0, rowStride: shown.input.width * 3, threads: 1)
          }.pixels
        ]
      }
    } + [
      Stage("components") {
        map.withUnsafeBufferPointer {
          Components($0, width: DrawnPage.size.width, height: DrawnPage.size.height, threshold: 0.2).parts
        }
      },
      Stage("boxes") {
        map.withUnsafeBufferPointer { finder.find(in: $0, size: DrawnPage.size).map(\.region.quad.coordinates) }
      },
    ]
  }

  /// Before and after the recogniser, 25 lines.
  private static func recognition(_ page: DrawnPage) throws -> [Stage] {
    let image = page.image
    // Three times as large: each line is averaged down before it is warped.
    let large = image.resized(to: Size(width: 3072, height: 3936))
    func warps(_ name: String, _ image: Image, _ boxes: [Quad]) -> Stage {
      Stage(bytes: name) {
        boxes.map { LineInput(image, quad: $0, height: 48, fixedWidth: nil).pixels }
      }
    }
    let alphabet = try DrawnLine.alphabet()
    let columns = 80
    let probabilities = DrawnLine.probabilities(columns: columns)
    let logits = DrawnLine.logits(columns: columns)
    let decoder = CTCDecoder()
    let reading = probabilities.withUnsafeBufferPointer { values in
      LineReading(
        columns: decoder.columns(values, count: columns, classes: DrawnLine.classes),
        spaces: (0..<columns).map { values[($0 + 1) * DrawnLine.classes - 1] },
        blanks: (0..<columns).map { values[$0 * DrawnLine.classes] }, stride: 8)
    }
    let decoded = decoder.characters(reading.columns)
    let input = LineInput(image, quad: page.boxes[0], height: 48, fixedWidth: nil)
    func each<Result>(_ work: @escaping (Quad) -> Result) -> () -> [Result] { { page.boxes.map(work) } }
    return [
      warps("warp-upright", image, page.boxes),
      warps("warp-turned", image, page.turnedBoxes(degrees: 1.5)),
      warps("warp-slanted", image, page.slantedBoxes),
      warps("warp-large", large, page.boxes.map { $0.mapped { $0 * 3 } }),
      Stage(
        "ctc",
        each { _ in
          probabilities.withUnsafeBufferPointer {
            decoder.characters(decoder.columns($0, count: columns, classes: DrawnLine.classes))
          }
        }),
      Stage(
        "ctc-logits",
        each { _ in
          logits.withUnsafeBufferPointer {
            decoder.characters(
              LineReading(logits: $0, classes: DrawnLine.classes, space: alphabet.space, stride: 8).columns)
          }
        }),
      Stage("blanks", each { _ in BlankFinder(alphabet: alphabet, reading: reading).recovering(decoded) }),
      Stage(
        "places",
        each { CharacterPlacer(alphabet: alphabet, reading: reading, input: input, quad: $0).characters(decoded) }),
    ]
  }

  /// The reader around networks that cost nothing, and what comes after it.
  private static func wholes(_ page: DrawnPage) throws -> [Stage] {
    let image = page.image
    let detector = SteadyNetwork(input: [1, nil, nil, 3], output: [1, 1, nil, nil]) {
      ([1, 1, $0.height, $0.width], page.probabilities($0))
    }
    let network = SteadyNetwork(input: [1, 48, nil, 3], output: [1, nil, DrawnLine.classes], holdsLogits: true) {
      ([1, $0.width / 8, DrawnLine.classes], DrawnLine.logits(columns: $0.width / 8))
    }
    let recognizer = try LineRecognizer(network: network, alphabet: DrawnLine.alphabet(), source: "drawn")
    let reader = try TextReader(
      detector: TextDetector(model: DetectionModel(path: "drawn"), network: detector), recognizer: recognizer,
      threads: 1)
    let result = try reader.read(image)
    return [
      Stage("recognise") { try page.boxes.map { try recognizer.read(image, in: $0).map(\.text) } },
      Stage("order") { ReadingOrder().order(result.lines).map(\.quad.coordinates) },
      Stage("json") { result.formatted(.json, source: "page.png") },
      Stage("page") { try reader.read(image).text },
    ]
  }
}
