import Foundation
import Legible
@testable import ModelLab
import Testing

/// Conversions with the vendors' own programs, which `make test-conversion` installs: too long for every change.
@Suite(.serialized) struct RealConversionTests {
  private static let isAsked = ProcessInfo.processInfo.environment["LEGIBLE_TEST_CONVERSION"] == "1"

  private static let hasModels = [OCRModel.tiny.detection?.path, OCRModel.tiny.recognition?.path].allSatisfy {
    $0.map { FileManager.default.fileExists(atPath: $0) } ?? false
  }

  private static let samples = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../Samples").path

  /// The installed pair as a MUD file in the scratch folder.
  private func putPair(_ scratch: ConversionScratch) throws {
    var model = OCRModel.tiny
    (model.lineOrientation, model.pageOrientation) = (nil, nil)
    try scratch.put(MUDFile(describing: model, path: scratch.path("tiny.mud")).text, at: "tiny.mud")
  }

  /// Files of half the size, which read the card as the original does.
  @Test(
    .enabled(if: isAsked && hasModels, "with the models installed, make test-conversion runs it"),
    arguments: [Quantization.f16, .bf16])
  func anOpenVINOPairReadsTheCard(_ quantization: Quantization) async throws {
    let scratch = try ConversionScratch("pair 一对")
    try putPair(scratch)
    let options = ConversionOptions(target: .openvino, quantizations: [quantization], output: scratch.path("out"))
    let result = try await Conversion(try ConversionPlan(scratch.path("tiny.mud"), options)).run()
    #expect(result.verdicts.count == 2 && result.verdicts.allSatisfy(\.isPassed))
    func size(_ path: String) throws -> Int {
      try #require(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
    }
    let recogniser = try #require(OCRModel.tiny.recognition?.path)
    #expect(try size(scratch.path("out/ppocrv6-tiny-rec_\(quantization).bin")) < size(recogniser) * 55 / 100)
    let model = try OCRModel(mud: scratch.path("out/tiny.mud"))
    let card = try Image(contentsOf: "\(Self.samples)/card.png")
    let page = try TextReader(loading: model).read(card)
    let wanted = try String(contentsOfFile: "\(Self.samples)/card.txt", encoding: .utf8)
    #expect(page.text.split(whereSeparator: \.isWhitespace) == wanted.split(whereSeparator: \.isWhitespace))
  }

  /// A recogniser for MaixCAM in bf16: the file begins as cvimodels do, and the description names it.
  @Test(.enabled(if: isAsked && hasModels, "with the models installed, make test-conversion runs it"))
  func aCVIModelIsMade() async throws {
    let scratch = try ConversionScratch("cvi 转换")
    let path = try #require(OCRModel.tiny.recognition?.path)
    let options = ConversionOptions(target: .cvimodel, quantizations: [.bf16], output: scratch.path("out"))
    let result = try await Conversion(try ConversionPlan(path, options)).run()
    let model = try #require(FileManager.default.contents(atPath: scratch.path("out/ppocrv6-tiny-rec_bf16.cvimodel")))
    #expect(model.starts(with: Data("CviModel".utf8)))
    // Two of the compiler, and that of the simulator with the original.
    #expect(result.verdicts[0].similarities.count == 3, "\(result.verdicts[0].findings)")
    #expect(scratch.text("out/reports/ppocrv6-tiny-rec_bf16/report.html").contains(">passed</span>"))
    #expect(
      scratch.text("out/ppocrv6-tiny-rec_labels.txt").split(separator: "\n", omittingEmptySubsequences: false).count
        == 6905)
    #expect(try OCRModel(mud: scratch.path("out/ppocrv6-tiny-rec_bf16.mud")).recognition?.inputHeight == 48)
  }

  /// A recogniser in INT8 beside its file, which `--precision int8` reads the card with.
  @Test(.enabled(if: isAsked && hasModels, "with the models installed, make test-conversion runs it"))
  func aRecogniserIsQuantisedBesideItsFile() async throws {
    let scratch = try ConversionScratch("int8 量")
    var model = OCRModel.tiny
    let path = try #require(model.recognition?.path)
    try scratch.put(Array(Data(contentsOf: URL(fileURLWithPath: path))), at: "models/rec.onnx")
    model.recognition?.path = scratch.path("models/rec.onnx")
    var quantization = RecogniserQuantization(of: model, calibration: Self.samples)
    quantization.changedCharacters = 0.1
    let done = try await quantization.run()
    #expect(
      scratch.names(in: "models") == ["rec-int8-report", "rec-int8.bin", "rec-int8.xml", "rec.onnx"])
    #expect(done.network == scratch.path("models/rec-int8.xml") && done.findings[0].contains("changed text"))
    #expect(scratch.text("models/rec-int8-report/report.html").contains(">passed</span>"))
    let page = try TextReader(loading: model, compute: ComputeOptions(precision: .int8))
      .read(Image(contentsOf: "\(Self.samples)/card.png"))
    let wanted = try String(contentsOfFile: "\(Self.samples)/card.txt", encoding: .utf8)
    let (found, expected) = (page.text.filter { !$0.isWhitespace }, wanted.filter { !$0.isWhitespace })
    #expect(found.count == expected.count && zip(found, expected).count { $0 != $1 } <= 3, "\(page.text)")
    // What fails leaves the older files.
    quantization.calibration = scratch.path("none")
    do {
      _ = try await quantization.run()
      Issue.record("it was calibrated with a folder that is not there")
    } catch let error as LegibleError {
      #expect(error.code == .fileNotFound)
    }
    #expect(scratch.names(in: "models").contains("rec-int8.xml"))
    #expect(try RecogniserQuantization.remove(madeOf: scratch.path("models/rec.onnx")).count == 3)
    #expect(scratch.names(in: "models") == ["rec.onnx"])
  }
}
