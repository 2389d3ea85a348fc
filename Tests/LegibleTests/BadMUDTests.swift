import Foundation
import Legible
import Testing

/// MUD files that break one rule each: every error has the line, and says what was found and what was expected.
@Suite struct BadMUDTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    var text: String
    var line: Int
    var says: [String]
    var testDescription: String { name }

    init(_ name: String, _ text: String, line: Int, _ says: String...) {
      (self.name, self.text, self.line, self.says) = (name, text, line, says)
    }

    /// The full sample with one value changed.
    init(_ key: String, _ value: String, _ says: String...) {
      let (text, line) = MUDSamples.changed(key, to: value)
      (name, self.text, self.line, self.says) = ("\(key) = \(value)", text, line, says)
    }

    /// The full sample without a key: the error is at the section's line.
    init(without key: String, section line: Int, _ says: String...) {
      (name, text, self.line) = ("no \(key)", MUDSamples.changed(key, to: nil).text, line)
      self.says = says
    }
  }

  static let notation = [
    Case("nothing", "", line: 1, "no section [basic]"),
    Case("blank lines", "\n\n  \n", line: 3, "no section [basic]"),
    Case("comments", "# [basic]\n# type = onnx", line: 2, "no section [basic]"),
    Case("keys before any section", "type = onnx\nmodel = a.onnx", line: 2, "[basic]", "keys before any section"),
    Case("prose", "[basic]\ntype = onnx\nhello there\n", line: 3, "'hello there'", "'='"),
    Case("no closing bracket", "[basic\ntype = onnx", line: 1, "'[basic' has no ']'"),
    Case("no name", "[]\n", line: 1, "no name"),
    Case("blank name", "\n[   ]\n", line: 2, "no name"),
    Case("section twice", "[basic]\ntype = onnx\n\n[ basic ]\n", line: 4, "[basic] stands twice", "line 1"),
    Case("no key", "[basic]\n = onnx", line: 2, "nothing stands before the '='"),
    Case("the comment takes the =", "[basic]\ntype # = onnx", line: 2, "'type' is neither"),
    Case("a zero byte", "[basic]\ntype = on\0nx", line: 2, "UTF-8"),
    Case("other capitals", "[Basic]\nType = onnx", line: 2, "no section [basic]", "[Basic]"),
    Case("no extra", "[basic]\ntype = onnx\nmodel = a.onnx\n", line: 3, "no section [extra]", "[basic]"),
    Case("no basic", "[extra]\ndet = true\n", line: 2, "no section [basic]", "[extra]"),
    Case("semicolons are no comments", "[basic]\n; type\n", line: 2, "'; type' is neither"),
  ]

  static let keys = [
    Case(without: "type", section: 2, "[basic] has no key type", "onnx, openvino, paddle, cvimodel"),
    Case("type", "", "nothing stands behind type"),
    Case("type", "ncnn", "type is 'ncnn'", "onnx, openvino, paddle, cvimodel"),
    Case("type", "ONNX", "type is 'ONNX'"),
    Case("type", "axmodel", "MaixCAM2"),
    Case("type", "openvino", "model is 'det.onnx'", ".xml for openvino").at(4),
    Case("type", "paddle", "model is 'det.onnx'", ".pdmodel for paddle").at(4),
    Case("type", "cvimodel", ".cvimodel for cvimodel").at(4),
    Case(without: "model", section: 2, "[basic] has no key model"),
    Case("model", "", "nothing stands behind model"),
    Case("model", "det", "model is 'det'", ".onnx for onnx"),
    Case("model", "inference.json", "Paddle 3", "paddle2onnx"),
    Case("model", "a.axmodel", "MaixCAM2"),
    Case(without: "model_type", section: 5, "[extra] has no key model_type"),
    Case("model_type", "yolov5", "model_type is 'yolov5'", "only pp_ocr"),
    Case(without: "input_type", section: 5, "no key input_type", "rgb or bgr"),
    Case("input_type", "gray", "input_type is 'gray'", "rgb or bgr"),
    Case("input_type", "BGR", "rgb or bgr"),
    Case(without: "det", section: 5, "no key det"),
    Case("det", "", "nothing stands behind det"),
    Case("det", "yes", "det is 'yes'", "true or false"),
    Case("det", "false", "det is false").at(17),
    Case(without: "mean", section: 5, "no key mean"),
    Case(without: "scale", section: 5, "no key scale"),
    Case("mean", "1, 2", "mean has 2 numbers", "3, are expected"),
    Case("mean", "1, 2, 3, 4", "mean has 4 numbers"),
    Case("mean", "1, x, 3", "'x' in mean is no number"),
    Case("mean", "1,,3", "'' in mean is no number"),
    Case("mean", "1 2 3", "'1 2 3' in mean is no number"),
    Case("mean", "nan", "'nan' in mean is no number"),
    Case("mean", "inf, 1, 1", "'inf' in mean is no number"),
    Case("scale", "0.1, 0, 0.1", "scale has a 0"),
    Case("scale", "-0.0", "scale has a 0"),
    Case("rec_model", "", "nothing stands behind rec_model"),
    Case("rec_model", "rec", "rec_model is 'rec'", ".onnx for onnx, .xml for openvino"),
    Case("rec_model", "none.mud", "rec_model cannot be read", "no such MUD file"),
    Case("rec_model", "inference.json", "paddle2onnx"),
    Case(without: "rec_mean", section: 5, "no key rec_mean"),
    Case(without: "rec_scale", section: 5, "no key rec_scale"),
    Case("rec_scale", "1, 1, 1", "rec_scale has 3 numbers and rec_mean has 1"),
    Case("labels", "", "nothing stands behind labels"),
    Case("labels", ",", "only a comma"),
    Case("rec_input_type", "bgra", "rec_input_type is 'bgra'"),
    Case("rec_precision", "int4", "rec_precision is 'int4'", "f32, bf16, auto, int8"),
    Case("rec_input_height", "4", "rec_input_height is '4'", "from 8 to 1024"),
    Case("precision", "half", "precision is 'half'"),
    Case("pixel_threshold", "1.5", "pixel_threshold is '1.5'", "from 0.0 to 1.0"),
    Case("box_threshold", "-1", "box_threshold is '-1'"),
    Case("unclip_ratio", "lots", "unclip_ratio is 'lots'"),
    Case("max_candidates", "0", "max_candidates is '0'", "from 1 to 100000"),
    Case("max_candidates", "1e3", "max_candidates is '1e3'"),
    Case("input_size", "320", "input_size is '320'", "a width and a height"),
    Case("input_size", "320, 0", "from 1 to 16384"),
    Case("input_size", "1, 2, 3", "input_size is '1, 2, 3'"),
    Case("languages", "en, tlh", "'tlh' in languages", "zh-Hans"),
    Case("orientation_model", "cls", "orientation_model is 'cls'"),
    Case("orientation_input_type", "hsv", "orientation_input_type is 'hsv'"),
    Case(without: "orientation_mean", section: 28, "orientation_scale stands without orientation_mean"),
    Case(without: "orientation_scale", section: 28, "orientation_mean stands without orientation_scale"),
    Case("orientation_threshold", "2", "orientation_threshold is '2'"),
    Case("page_orientation_model", "", "nothing stands behind page_orientation_model"),
    Case("page_orientation_threshold", "x", "page_orientation_threshold is 'x'"),
    Case("input_type", "bgr\ninput_layout = hwc", "input_layout is hwc", "chw").at(9),
    Case(
      "labels are needed for cvimodels",
      MUDSamples.maixCAM.replacing("labels = ppocr_keys_v1.txt", with: ""), line: 5, "no key labels"),
  ]

  @Test(arguments: notation + keys) func isRefusedWithItsLine(_ bad: Case) {
    #expect { try MUDSamples.read(bad.text) } throws: { error in
      let message = "\(error)"
      return LegibleError.Code.unreadableModelDescription ~= error && message.hasPrefix("test.mud:\(bad.line): ")
        && bad.says.allSatisfy(message.contains)
    }
  }

  @Test func thereAreSixtyAndMore() { #expect(Self.notation.count + Self.keys.count >= 60) }

  /// A linear congruential generator: the same files in every run.
  struct Noise: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }
  }

  @Test(arguments: 0..<200) func randomBytesAreRefusedWithALine(seed: Int) {
    var noise = Noise(state: UInt64(seed))
    let bytes = (0..<Int.random(in: 1...400, using: &noise)).map { _ in UInt8.random(in: 0...255, using: &noise) }
    #expect { try OCRModel(mud: MUDFile(bytes: bytes, path: "x.mud")) } throws: { error in
      let parts = "\(error)".split(separator: ":", maxSplits: 2)
      return LegibleError.Code.unreadableModelDescription ~= error && parts.count == 3 && Int(parts[1]) != nil
    }
  }

  @Test(arguments: 0..<400) func damagedFilesAreReadOrRefusedWithALine(seed: Int) {
    var noise = Noise(state: UInt64(seed) &+ 1000)
    var bytes = Array(MUDSamples.full.utf8)
    for _ in 0..<Int.random(in: 1...6, using: &noise) {
      let place = Int.random(in: 0..<bytes.count, using: &noise)
      switch Int.random(in: 0..<4, using: &noise) {
      case 0: bytes[place] = UInt8.random(in: 0...255, using: &noise)
      case 1: bytes.remove(at: place)
      case 2: bytes.insert(Array("=[]#,\n\r\0é".utf8).randomElement(using: &noise)!, at: place)
      default: bytes.swapAt(place, Int.random(in: 0..<bytes.count, using: &noise))
      }
    }
    do {
      _ = try OCRModel(mud: MUDFile(bytes: bytes, path: "x.mud"))
    } catch {
      let parts = error.message.split(separator: ":", maxSplits: 2)
      #expect(error.code == .unreadableModelDescription && Int(parts[1]) != nil, "\(error)")
    }
  }

  @Test func filesThatAreNone() throws {
    #expect { try OCRModel(mud: "none.mud") } throws: { LegibleError.Code.fileNotFound ~= $0 }
    #expect { try OCRModel(mud: NSTemporaryDirectory()) } throws: { LegibleError.Code.unreadableFile ~= $0 }
    #expect { try OCRModel(mud: "/dev/zero") } throws: { LegibleError.Code.unreadableFile ~= $0 }
    let large = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).mud")
    try Data(count: 5 << 20).write(to: large)
    defer { try? FileManager.default.removeItem(at: large) }
    #expect { try OCRModel(mud: large.path) } throws: { "\($0)".contains(":1: the file has 5242880 bytes") }
  }
}

extension BadMUDTests.Case {
  /// The case with its error in another line.
  fileprivate func at(_ line: Int) -> Self {
    var result = self
    result.line = line
    return result
  }
}
