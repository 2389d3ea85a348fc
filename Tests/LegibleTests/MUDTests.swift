import Foundation
import Legible
import LegibleTesting
import Testing

@Suite struct MUDTests {
  @Test func thePublishedMaixCAMFileIsReadAsItStands() throws {
    let model = try MUDSamples.read(MUDSamples.maixCAM, path: "models/pp_ocr.mud")
    let detection = try #require(model.detection)
    #expect(detection.path == "models/ch_PP_OCRv3_det_int8.cvimodel")
    #expect(detection.format == .imageNetBGR)
    let recognition = try #require(model.recognition)
    #expect(recognition.path == "models/ch_PP_OCRv4_rec_int8.cvimodel")
    #expect(recognition.format == .symmetricBGR)
    #expect(recognition.alphabet == .file("models/ppocr_keys_v1.txt"))
    #expect(model.lineOrientation == nil && model.pageOrientation == nil)
  }

  @Test func aCVIModelThatIsMissingIsNamedWithItsLine() throws {
    let model = try MUDSamples.read(MUDSamples.maixCAM, path: "pp_ocr.mud")
    #expect { try TextReader(loading: model) } throws: { error in
      let message = "\(error)"
      return LegibleError.Code.modelNotFound ~= error && message.contains("no readable model file at ch_PP_OCRv")
        && (message.hasPrefix("pp_ocr.mud:3: ") || message.hasPrefix("pp_ocr.mud:11: "))
    }
  }

  @Test func aCVIModelThatIsDamagedIsRefusedWithItsLine() throws {
    let folder = NSTemporaryDirectory() + "/legible-mud-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let text = MUDSamples.maixCAM.split(separator: "\n").filter { !$0.hasPrefix("rec_") }.joined(separator: "\n")
    let model = try MUDSamples.read(text, path: "\(folder)/pp_ocr.mud")
    try Data(CVIModelSample.detector().bytes.dropLast())
      .write(to: URL(fileURLWithPath: "\(folder)/ch_PP_OCRv3_det_int8.cvimodel"))
    #expect { try TextReader(loading: model) } throws: { error in
      let message = "\(error)"
      return LegibleError.Code.unreadableModel ~= error && message.contains("pp_ocr.mud:3: ")
        && message.contains("no sound cvimodel") && message.contains("MD5")
    }
  }

  @Test func everyKeyIsRead() throws {
    let model = try MUDSamples.read(MUDSamples.full, path: "/models/x.mud")
    #expect(model.name == "Full")
    #expect(model.frameSize == Size(width: 320, height: 224))
    #expect(model.languages == ["en", "de"])
    let detection = try #require(model.detection)
    #expect(detection.path == "/models/det.onnx")
    #expect(detection.format.channelOrder == .bgr && detection.format.scale == [0.017, 0.018, 0.019])
    #expect(detection.pixelThreshold == 0.2 && detection.boxThreshold == 0.45)
    #expect(detection.unclipRatio == 1.4 && detection.maximumCandidates == 3000 && detection.precision == .bf16)
    let recognition = try #require(model.recognition)
    #expect(
      recognition.format
        == InputFormat(channelOrder: .rgb, mean: [127.5, 127.5, 127.5], scale: [0.0078, 0.0078, 0.0078]))
    #expect(recognition.inputHeight == 32 && recognition.precision == .f32)
    #expect(recognition.alphabet == .labels(["a", "b", "c"]))
    let line = try #require(model.lineOrientation)
    #expect(line.path == "/models/cls.onnx" && line.inputWidth == 160 && line.inputHeight == 80)
    #expect(
      line.threshold == 0.85
        && line.format == InputFormat(channelOrder: .rgb, mean: [1, 2, 3], scale: [0.1, 0.2, 0.3]))
    let page = try #require(model.pageOrientation)
    #expect(page.path == "/models/page.onnx" && page.threshold == 0.7 && page.format == .imageNetRGB)
  }

  @Test(arguments: ["\n", "\r\n"], ["", "\u{FEFF}"]) func windowsFilesAreRead(end: String, mark: String) throws {
    let text = mark + MUDSamples.full.replacing("\n", with: end)
    var (read, plain) = (try MUDSamples.read(text), try MUDSamples.read(MUDSamples.full))
    (read.mud, plain.mud) = (nil, nil)
    #expect(read == plain)
  }

  @Test func theNotationIsTheOriginals() throws {
    let text = """
      before = a section
        # blanks, comments
      \t[ basic ] what follows is not looked at
      type=onnx # the rest of the line
      type = paddle
      model = a = b.onnx
      ; = no comment
      """
    let file = try MUDFile(bytes: Array(text.utf8), path: "x.mud")
    #expect(file.sections.map(\.name) == ["", "basic"])
    #expect(file["", "before"]?.value == "a section")
    #expect(file["basic", "type"]?.value == "onnx", "the first of two counts")
    #expect(file["basic", "model"]?.value == "a = b.onnx")
    #expect(file["basic", ";"]?.line == 7)
    #expect(file["basic", "none"] == nil && file["none", "type"] == nil)
  }

  @Test func aMarkOnAHashDoesNotHideIt() throws {
    let file = try MUDFile(bytes: Array("[a]\nb = 1 #\u{20E3} c\nd =\u{301}e".utf8), path: "x.mud")
    #expect(file["a", "b"]?.value == "1")
    #expect(file["a", "d"]?.value == "\u{301}e")
  }

  @Test func onlyDetectionAndOnlyRecognition() throws {
    let detects = try MUDSamples.read(MUDSamples.changed("rec_model", to: nil).text)
    #expect(detects.detection != nil && detects.recognition == nil)
    let recognises = try MUDSamples.read(
      """
      [basic]
      type = paddle
      model = rec/inference.pdmodel
      [extra]
      model_type = pp_ocr
      input_type = bgr
      det = false
      mean = 127.5
      scale = 0.00784313725490196
      labels = keys.txt
      """)
    #expect(recognises.detection == nil)
    let recognition = try #require(recognises.recognition)
    #expect(recognition.path == "rec/inference.pdmodel" && recognition.alphabet == .file("keys.txt"))
    #expect(recognition.format.mean == [127.5, 127.5, 127.5])
  }

  @Test func labelsAreAFileAListOrTheModels() throws {
    func labels(_ value: String?) throws -> AlphabetSource? {
      try MUDSamples.read(MUDSamples.changed("labels", to: value).text, path: "f/x.mud").recognition?.alphabet
    }
    #expect(try labels("keys.txt") == .file("f/keys.txt"))
    #expect(try labels("/a/inference.yml") == .file("/a/inference.yml"))
    #expect(try labels("a, b ,, c,") == .labels(["a", "b", "", "c"]))
    #expect(try labels("🇩🇪,🇫🇷") == .labels(["🇩🇪", "🇫🇷"]))
    #expect(try labels("0") == .labels(["0"]))
    #expect(try labels(nil) == .model)
  }

  @Test func aRecogniserMayBeDescribedInAFileOfItsOwn() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "legible-\(UUID())")
    try FileManager.default.createDirectory(
      at: folder.appending(path: "rec"), withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let inner = folder.appending(path: "rec/rec.mud")
    try "[basic]\ntype = openvino\nmodel = rec.xml\n[extra]\nlabels = ignored".write(
      to: inner, atomically: true, encoding: .utf8)
    let path = folder.appending(path: "x.mud").path
    let text = MUDSamples.changed("rec_model", to: "rec/rec.mud").text
    #expect(try MUDSamples.read(text, path: path).recognition?.path == folder.appending(path: "rec/rec.xml").path)
    try "[basic]\ntype = openvino\nmodel = rec.onnx".write(to: inner, atomically: true, encoding: .utf8)
    #expect { try MUDSamples.read(text, path: path) } throws: { "\($0)".hasPrefix("\(inner.path):3: model is") }
  }

  @Test func whatIsMissingIsNamedWithItsLine() throws {
    let model = try MUDSamples.read(MUDSamples.changed("rec_model", to: nil).text, path: "none/x.mud")
    #expect { try TextReader(loading: model) } throws: { error in
      LegibleError.Code.modelNotFound ~= error && "\(error)".contains("none/x.mud:")
    }
  }
}

/// A written file means what was written.
@Suite struct MUDWritingTests {
  typealias Noise = BadMUDTests.Noise

  static func random(_ noise: inout Noise) -> OCRModel {
    func number(_ range: ClosedRange<Float>) -> Float { Float.random(in: range, using: &noise) }
    func coin() -> Bool { Bool.random(using: &noise) }
    func format() -> InputFormat {
      InputFormat(
        channelOrder: coin() ? .rgb : .bgr, mean: (0..<3).map { _ in number(-300...300) },
        scale: (0..<3).map { _ in number(1e-6...2) })
    }
    func path() -> String {
      ["a.onnx", "/models/sub/b 1.onnx", "/other/c.xml", "/models/d.pdmodel", "/models/e.cvimodel"]
        .map { $0.hasPrefix("/") ? $0 : "/models/" + $0 }.randomElement(using: &noise)!
    }
    func orientation(_ make: (String) -> OrientationModel) -> OrientationModel? {
      guard coin() else { return nil }
      var model = make(path())
      model.format = format()
      (model.inputWidth, model.inputHeight) = (Int.random(in: 1...999, using: &noise), 48)
      model.threshold = number(0...1)
      return model
    }
    var model = OCRModel(name: ["Small", "a = b", "日本語 [x]"].randomElement(using: &noise)!)
    let parts = Int.random(in: 1...3, using: &noise)
    if parts != 1 {
      model.detection = DetectionModel(
        path: path(), format: format(), precision: [.f32, .bf16, .auto].randomElement(using: &noise)!,
        pixelThreshold: number(0...1), boxThreshold: number(0...1), unclipRatio: number(0...10),
        maximumCandidates: Int.random(in: 1...100_000, using: &noise))
    }
    if parts != 2 {
      let file = path()
      let alphabets: [AlphabetSource] = [
        .file("/models/keys.txt"), .file("/other/inference.yml"), .labels(["a"]), .labels(["a", "", "🇩🇪", "="]),
        .labels(["x", ""]), file.hasSuffix("cvimodel") ? .labels(["0", "1"]) : .model,
      ]
      model.recognition = RecognitionModel(
        path: file, alphabet: alphabets.randomElement(using: &noise)!, format: format(),
        precision: [.f32, .bf16, .auto].randomElement(using: &noise)!,
        inputHeight: Int.random(in: 8...1024, using: &noise))
    }
    model.lineOrientation = orientation(OrientationModel.init(linePath:))
    model.pageOrientation = orientation(OrientationModel.init(pagePath:))
    if coin() { model.frameSize = Size(width: Int.random(in: 1...16384, using: &noise), height: 480) }
    if coin() { model.languages = ["en", "zh-Hans"] }
    return model
  }

  @Test(arguments: 0..<300) func meansTheSame(seed: Int) throws {
    var noise = Noise(state: UInt64(seed))
    let model = Self.random(&noise)
    let file = try MUDFile(describing: model, path: "/models/x.mud")
    var read = try OCRModel(mud: MUDFile(bytes: Array(file.text.utf8), path: "/models/x.mud"))
    #expect(read.mud == file, "lines and values are those of the text")
    read.mud = nil
    #expect(read == model)
  }

  @Test func isReadable() throws {
    var model = try MUDSamples.read(MUDSamples.maixCAM, path: "m/pp_ocr.mud")
    model.name = "PP-OCR of MaixCAM"
    #expect(
      try MUDFile(describing: model, path: "m/new.mud").text == """
        [basic]
        type = cvimodel
        model = ch_PP_OCRv3_det_int8.cvimodel

        [extra]
        model_type = pp_ocr
        name = PP-OCR of MaixCAM
        input_type = bgr
        det = true
        mean = 123.675, 116.28, 103.53
        scale = 0.01712475, 0.017507, 0.01742919
        precision = bf16
        pixel_threshold = 0.3
        box_threshold = 0.6
        unclip_ratio = 1.5
        max_candidates = 1000
        rec_model = ch_PP_OCRv4_rec_int8.cvimodel
        rec_input_type = bgr
        rec_mean = 127.5, 127.5, 127.5
        rec_scale = 0.007843138, 0.007843138, 0.007843138
        rec_precision = f32
        rec_input_height = 48
        labels = ppocr_keys_v1.txt

        """)
  }

  @Test(arguments: ["a#b.onnx", "a\nb.onnx", " a.onnx", "a.tflite"]) func refusesWhatTheNotationCannotHold(path: String)
  {
    let model = OCRModel(name: "x", detection: DetectionModel(path: path))
    #expect { try MUDFile(describing: model, path: "x.mud") } throws: { LegibleError.Code.invalidArgument ~= $0 }
  }

  @Test(arguments: [[], ["a,b"], [" a"], ["#"]]) func refusesLabelsThatAreNoList(labels: [String]) {
    let model = OCRModel(name: "x", recognition: RecognitionModel(path: "a.onnx", alphabet: .labels(labels)))
    #expect { try MUDFile(describing: model, path: "x.mud") } throws: { LegibleError.Code.invalidArgument ~= $0 }
  }

  @Test func refusesASetOfNothing() {
    #expect { try MUDFile(describing: OCRModel(name: "x"), path: "x.mud") } throws: {
      LegibleError.Code.invalidArgument ~= $0
    }
  }
}
