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

  /// Whole pages and single lines in one folder, as they come: a recogniser is calibrated with lines of all of them.
  @Test func linesAreCutOutOfPagesToCalibrateWith() async throws {
    let scratch = try ConversionScratch("pages 页")
    try scratch.draw(2, in: "mixed")
    for name in ["card", "receipt", "columns"] {
      let page = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Samples/\(name).png")
      try FileManager.default.copyItem(atPath: page.standardized.path, toPath: scratch.path("mixed/\(name).png"))
    }
    let path = try #require(Self.model.recognition?.path)
    let request = CalibrationRequest(
      role: .recognition, size: Size(width: 320, height: 48), count: 24, heldOut: 6, source: scratch.path("mixed"),
      network: try NetworkSource(path))
    try scratch.put("", at: "work/none")
    let found = try await PageCalibration(reader: Self.model).pictures(for: request, into: scratch.path("work"))
    #expect(found.paths.count == 24 && (1...6).contains(found.heldOut.count))
    #expect(found.warnings.count == 1 && found.warnings[0].hasPrefix("24 pictures are few"), "\(found.warnings)")
    for path in found.paths + found.heldOut {
      #expect(try Image(contentsOf: path).size == Size(width: 320, height: 48))
    }
    let text = scratch.text("work/calibration.json")
    let list = try JSONDecoder().decode(CalibrationList.self, from: Data(text.utf8))
    let pages = Set((list.taken + list.heldOut).map(\.page))
    #expect(pages.isSuperset(of: ["0.png", "receipt.png", "columns.png"]), "\(pages)")
    #expect(Set(list.taken.map(\.page)).isDisjoint(with: list.heldOut.map(\.page)))
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
