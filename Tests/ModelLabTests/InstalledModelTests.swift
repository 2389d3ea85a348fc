import Foundation
import Legible
@testable import ModelLab
import Testing

/// Verification of real networks on the drawn pictures of `Samples/`.
@Suite(.serialized, .enabled(if: TinyModel.isThere, "no models are installed: run ./legible --setup-only"))
struct InstalledModelTests {
  static let model = OCRModel.tiny
  static let pages: [NamedPicture] = ["card", "receipt", "columns"].map { name in
    NamedPicture(
      name: "\(name).png",
      path: URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Samples/\(name).png")
        .standardized.path)
  }

  static func options(_ precision: ComputeOptions.Precision) -> ModelVerification.Options {
    var options = ModelVerification.Options()
    options.precision = precision
    options.inputSize = nil
    options.cutter = model
    options.lines = 24
    options.dictionary = model.recognition?.alphabet.path
    return options
  }

  @Test func theFastArithmeticOfBothNetworksPasses() throws {
    var options = Self.options(.bf16)
    (options.tolerance.cosine, options.tolerance.euclidean) = (0.99, 0.9)
    options.tolerance.changedCharacters = 0.03
    options.tolerance.changedBoxes = 0.1
    let outcome = try ModelVerification(original: .set(Self.model), converted: .set(Self.model), options: options)
      .run(on: Self.pages)
    #expect(outcome.report.passed, "\(outcome.report.text)")
    #expect(outcome.report.networks.map(\.role) == [.detection, .recognition])
    #expect(outcome.report.networks[0].detection.map { $0.boxes > 20 } == true)
    #expect(outcome.report.networks[1].recognition.map { $0.confident.lines > 12 } == true, "\(outcome.report.text)")
    #expect(outcome.pictures.map(\.count) == [3, 24])
  }

  @Test(arguments: [NetworkRole.detection, .recognition])
  func aDamagedNetworkFailsAndTheReportIsKept(_ role: NetworkRole) throws {
    let scratch = try Scratch()
    let path = try #require(role == .detection ? Self.model.detection?.path : Self.model.recognition?.path)
    let damaged = scratch.path("damaged \(role.rawValue).onnx")
    #expect(try SmallNetworks.writeDamaged(path, to: damaged) > 1000)
    var options = Self.options(.f32)
    options.layers = true
    let outcome = try ModelVerification(original: .file(path), converted: .file(damaged), options: options)
      .run(on: Self.pages)
    #expect(!outcome.report.passed && !outcome.report.networks[0].verdict.reasons.isEmpty)
    let layers = try #require(outcome.report.networks[0].layers)
    #expect(layers.layers.count > 10)
    #expect(layers.layers.contains { $0.similarity.cosine < 0.9 })
    try outcome.report.write(to: scratch.path("report"), pictures: outcome.pictures)
    #expect(scratch.text("report/report.txt").contains("FAILED"))
    #expect(scratch.text("report/report.html").contains("<span class=\"fail\">failed</span>"))
  }

  @Test func theLayersOfTheSameNetworkAreTheSame() throws {
    let path = try #require(Self.model.recognition?.path)
    var options = Self.options(.f32)
    options.layers = true
    let outcome = try ModelVerification(original: .file(path), converted: .file(path), options: options)
      .run(on: Self.pages)
    let layers = try #require(outcome.report.networks[0].layers)
    #expect(layers.layers.allSatisfy { $0.similarity == Similarity(cosine: 1, euclidean: 1) })
    #expect(layers.layers.first?.operation == "Conv")
  }
}

/// The installed models that are verified.
enum TinyModel {
  static let isThere = [OCRModel.tiny.detection?.path, OCRModel.tiny.recognition?.path].allSatisfy {
    FileManager.default.fileExists(atPath: $0 ?? "")
  }
}
