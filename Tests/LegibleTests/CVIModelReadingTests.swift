import Foundation
import Legible
import LegibleTesting
import Testing

/// What stands around a cvimodel's networks: their outputs, the filling, the probabilities; no runtime is needed.
@Suite struct CVIModelStageTests {
  let alphabet: Alphabet

  init() throws { alphabet = try Alphabet(lines: ["a", "b"], classCount: 4, source: "test") }

  /// A recogniser of eight columns that are 64 pixels wide together and sees the same whatever it is shown.
  func recognizer(_ row: [Float], restores: Bool, filling: UInt8 = 0) throws -> LineRecognizer {
    let network = FakeModel(input: [1, 48, 64, 3], output: [1, 8, 4, 1]) { _, _ in
      ([1, 8, 4, 1], [Float](repeating: 0, count: 7 * 4).enumerated().map { $0.offset % 4 == 0 ? 1 : 0 } + row)
    }
    return try LineRecognizer(
      network: network, alphabet: alphabet, source: "fake", filling: filling, restoresProbabilities: restores)
  }

  let picture = Image(size: Size(width: 24, height: 48), pixels: [UInt8](repeating: 200, count: 24 * 48 * 3))
  var quad: Quad { Quad(picture.size) }

  @Test func anOutputOfFourDimensionsIsRead() throws {
    let read = try recognizer([0, 0, 0.75, 0.25], restores: false).read(picture, in: quad)
    #expect(read.map(\.text) == ["b"] && read.map(\.score) == [0.75])
  }

  @Test func columnsThatAreTooSmallAreRestored() throws {
    let read = try recognizer([0.05, 0, 0.45, 0], restores: true).read(picture, in: quad)
    #expect(read.map(\.text) == ["b"])
    #expect(abs(try #require(read.first).score - 0.9) < 1e-5)
  }

  @Test func logitsBecomeProbabilities() throws {
    let read = try recognizer([-2, 1, 4, -1], restores: true).read(picture, in: quad)
    let sum = exp(-6.0) + exp(-3.0) + 1 + exp(-5.0)
    #expect(read.map(\.text) == ["b"])
    #expect(abs(Double(try #require(read.first).score) - 1 / sum) < 1e-5)
  }

  @Test(arguments: [UInt8(0), 127]) func shortLinesStandAtTheLeft(filling: UInt8) throws {
    let seen = try recognizer([0, 0, 1, 0], restores: true, filling: filling).lineImage(picture, in: quad)
    #expect(seen.size == Size(width: 64, height: 48))
    let row = seen.pixels[..<(64 * 3)]
    #expect(row.prefix(24 * 3).allSatisfy { $0 == 200 })
    #expect(row.suffix(40 * 3).allSatisfy { $0 == filling })
  }
}

/// A whole MaixCAM set read in the simulator, and the ONNX models that it was made from.
///
/// `LEGIBLE_CVIMODELS` names a folder with `pp_ocr_bf16.mud` and `pp_ocr_int8.mud`, which name a detector and a recogniser
/// of type cvimodel, and `onnx.mud`, which names what they were converted from (docs/cvimodel.md). The runtime is found
/// as the command finds it.
@Suite(
  .enabled(
    if: CVIModelSets.folder != nil,
    "LEGIBLE_CVIMODELS names no folder with pp_ocr_bf16.mud, pp_ocr_int8.mud and onnx.mud (docs/cvimodel.md)"),
  .serialized)
struct CVIModelEndToEndTests {
  /// A few large words: each line costs the simulator seconds.
  static let words = ["INVOICE", "2026-11-22"]

  static let picture: Image = {
    var image = Image(size: Size(width: 320, height: 224))
    image.draw { canvas in
      for (index, word) in words.enumerated() {
        canvas.text(word, at: Point(30, 40 + Double(index) * 90), size: 40, color: .black)
      }
    }
    return image
  }()

  func read(_ name: String) throws -> Page {
    let model = try OCRModel(mud: "\(CVIModelSets.folder ?? "")/\(name).mud")
    return try TextReader(loading: model, compute: .init(threads: 1, precision: .f32)).read(Self.picture)
  }

  @Test(arguments: ["pp_ocr_bf16", "pp_ocr_int8"]) func theDeviceReadsWhatTheOriginalReads(name: String) throws {
    let (device, original) = try (read(name), read("onnx"))
    #expect(original.map(\.text) == Self.words)
    // A character too many or too few counts as many.
    let errors = zip(device, original).reduce(0) { sum, pair in
      sum + zip(pair.0.text, pair.1.text).count { $0 != $1 } + abs(pair.0.text.count - pair.1.text.count)
    }
    #expect(device.count == original.count)
    // One character in 17 may be another one on the device.
    #expect(errors <= 1, "\(device.map(\.text))")
    for (a, b) in zip(device, original) {
      #expect(abs(a.quad.center.x - b.quad.center.x) < 12 && abs(a.quad.center.y - b.quad.center.y) < 12)
      #expect(a.score > 0.6)
    }
  }
}

/// Where converted models are.
enum CVIModelSets {
  static let folder: String? = {
    guard let folder = ProcessInfo.processInfo.environment["LEGIBLE_CVIMODELS"], !folder.isEmpty else { return nil }
    let names = ["pp_ocr_bf16.mud", "pp_ocr_int8.mud", "onnx.mud"]
    return names.allSatisfy { FileManager.default.fileExists(atPath: "\(folder)/\($0)") } ? folder : nil
  }()
}
