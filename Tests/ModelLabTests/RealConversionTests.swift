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
    #expect(result.verdicts[0].similarities.count == 2)
    #expect(
      scratch.text("out/ppocrv6-tiny-rec_labels.txt").split(separator: "\n", omittingEmptySubsequences: false).count
        == 6905)
    #expect(try OCRModel(mud: scratch.path("out/ppocrv6-tiny-rec_bf16.mud")).recognition?.inputHeight == 48)
  }
}
