import Foundation
import Legible
@testable import ModelLab
import Testing

/// Whether a conversion's result may be trusted, as `legible convert` asks it.
@Suite struct VerificationCheckTests {
  let scratch: ConversionScratch
  let networks: Scratch
  static let size = Size(width: 64, height: 32)

  init() throws {
    scratch = try ConversionScratch("check 检")
    networks = try Scratch()
    try scratch.putDetector()
    var page = Image(size: Self.size)
    page.draw { $0.text("text", at: Point(4, 4), size: 20, color: .black) }
    try scratch.put("", at: "held-out/none")
    try page.write(to: scratch.path("held-out/0001.png"))
  }

  /// A detector that was "converted" to a file.
  private func network(
    _ path: String, _ target: ConversionTarget, vendor: [NamedSimilarity] = [], refusal: String? = nil
  ) throws -> ConvertedNetwork {
    ConvertedNetwork(
      original: try NetworkSource(scratch.path("ch_PP_OCRv3_det.onnx")),
      reference: try SmallNetworks.write("original", curve: "Sigmoid", size: Self.size, in: networks), path: path,
      target: target, quantization: .int8, format: .imageNetBGR, size: Self.size, vendor: vendor, refusal: refusal)
  }

  private func verdict(_ network: ConvertedNetwork) async throws -> ConversionVerdict {
    try await VerificationCheck().verdict(
      on: network, pictures: [scratch.path("held-out/0001.png")], tolerance: Tolerance(cosine: 0.99, euclidean: 0.9),
      reports: scratch.path("reports/det"))
  }

  @Test func theSameNetworkPasses() async throws {
    let same = try SmallNetworks.write("same", curve: "Sigmoid", size: Self.size, in: networks)
    let verdict = try await verdict(network(same, .openvino))
    #expect(verdict.isPassed && verdict.similarities.map(\.cosine) == [1])
    #expect(verdict.findings.first?.hasPrefix("on 1 picture: cosine 1.0000, euclidean 1.0000, map overlap 1") == true)
    #expect(verdict.reports == [scratch.path("reports/det/report.html")])
    let page = scratch.text("reports/det/report.html")
    #expect(
      page.contains(">passed</span>") && page.contains("held-out/0001.png") && page.contains("ch_PP_OCRv3_det.onnx"))
    #expect(scratch.names(in: "reports/det") == ["report.html", "report.json", "report.txt"])
  }

  @Test func anotherNetworkFailsAndTheReportSaysWhy() async throws {
    let other = try SmallNetworks.write("other", curve: "Tanh", size: Self.size, in: networks)
    let verdict = try await verdict(network(other, .openvino))
    #expect(!verdict.isPassed)
    #expect(verdict.findings.contains { $0.hasPrefix("missed: The Euclidean similarity is") }, "\(verdict.findings)")
    #expect(scratch.text("reports/det/report.txt").contains("FAILED"))
  }

  /// The compiler's figures count where its model cannot be run here, and the report says that nothing else was seen.
  @Test func aCVIModelThatCannotBeRunIsSaid() async throws {
    try scratch.put("no cvimodel", at: "det_int8.cvimodel")
    let vendor = [NamedSimilarity(subject: "the simulator against the compiler", cosine: 0.995, euclidean: 0.97)]
    let path = scratch.path("det_int8.cvimodel")
    let passed = try await verdict(network(path, .cvimodel, vendor: vendor))
    #expect(passed.isPassed && passed.similarities == vendor)
    #expect(passed.findings[0] == "the simulator against the compiler: 0.995 and 0.97")
    #expect(passed.findings[1].hasPrefix("No picture was shown to the new network: \(path)"), "\(passed.findings)")
    let refused = try await verdict(network(path, .cvimodel, vendor: vendor, refusal: "It was thrown away."))
    #expect(!refused.isPassed && scratch.text("reports/det/report.txt").contains("missed: It was thrown away."))
  }
}
