import Foundation
import Legible
@testable import ModelLab
import Testing

/// What a network is, told by its file.
@Suite struct FamilyTests {
  let scratch: ConversionScratch

  init() throws { scratch = try ConversionScratch() }

  private func source(_ name: String, _ bytes: [UInt8]) throws -> NetworkSource {
    try scratch.put(bytes, at: name)
    return try NetworkSource(scratch.path(name))
  }

  @Test(arguments: [
    (18710, "fetch_name_0", "v6-small-rec"), (6906, "fetch_name_0", "v6-tiny-rec"),
    (18385, "fetch_name_0", "v5-mobile-rec"), (6625, "softmax_5.tmp_0", "v3-rec"),
    (6625, "softmax_11.tmp_0", "v4-mobile-rec"), (97, "softmax_2.tmp_0", "rec"),
  ])
  func recognisersAreKnownByTheirClasses(_ classes: Int, _ output: String, _ family: String) throws {
    let source = try source("model.onnx", ONNXBytes.network(output: output, [nil, nil, classes]))
    #expect(source.family.id == family)
    #expect(source.classCount == classes && source.outputNames == [output])
  }

  @Test(arguments: [
    ("ch_PP-OCRv3_det_infer", "v3-det"), ("ppocrv6-tiny-det", "v6-tiny-det"), ("PP-OCRv5_server_det", "v5-server-det"),
    ("my-v4-model", "v4-det"), ("convert4", "det"),
  ])
  func namesTellTheVersion(_ name: String, _ family: String) throws {
    let source = try source("\(name).onnx", ONNXBytes.network(output: "out", [nil, 1, nil, nil]))
    #expect(source.family.id == family)
    #expect(source.evidence.contains(family == "det" ? "--family" : "by its name"))
  }

  @Test func weightsAreNoInputsAndSizesAreSeen() throws {
    let bytes = ONNXBytes.network(ir: 10, input: [1, 3, 960, 640], output: "sigmoid_0.tmp_0", [1, 1, 960, 640])
    let source = try source("a.onnx", bytes)
    #expect(source.fixedSize == Size(width: 640, height: 960) && source.irVersion == 10)
  }

  private static let hasModels = [OCRModel.tiny, .small].allSatisfy { model in
    [model.detection?.path, model.recognition?.path].allSatisfy {
      $0.map { FileManager.default.fileExists(atPath: $0) } ?? false
    }
  }

  @Test(.enabled(if: hasModels, "the models are not installed: ./legible --setup-only fetches them"))
  func theInstalledModelsAreThoseOfTheCatalogue() throws {
    for (model, family) in [(OCRModel.tiny, "v6-tiny"), (.small, "v6-small")] {
      let paths = [model.detection?.path, model.recognition?.path].compactMap { $0 }
      let sources = try paths.map { try NetworkSource($0) }
      #expect(sources.map(\.family.id) == ["\(family)-det", "\(family)-rec"])
      #expect(sources.allSatisfy { $0.evidence.contains("of the catalogue") })
    }
  }

  @Test func paddleFilesAreKnownByTheirDescriptionOrTheirNames() throws {
    try scratch.put("{}", at: "folder/inference.json")
    try scratch.put("", at: "folder/inference.pdiparams")
    #expect(throws: LegibleError.self) { try NetworkSource(scratch.path("folder/inference.json")) }
    try scratch.put("Global:\n  model_name: PP-OCRv5_mobile_rec\n", at: "folder/inference.yml")
    let source = try NetworkSource(scratch.path("folder/inference.json"))
    #expect(source.family.id == "v5-mobile-rec" && source.notation == .paddleJSON)
    try scratch.put("", at: "ch_PP-OCRv4_det_infer/inference.pdmodel")
    try scratch.put("", at: "ch_PP-OCRv4_det_infer/inference.pdiparams")
    let program = try NetworkSource(scratch.path("ch_PP-OCRv4_det_infer/inference.pdmodel"))
    #expect(program.family.id == "v4-det" && program.notation == .paddleProgram)
  }

  @Test(arguments: [
    ("text.onnx", "no ONNX file"), ("model.bin", "cannot be converted"), ("lonely.pdmodel", "lonely.pdiparams"),
  ])
  func whatIsNoNetworkIsRefused(_ name: String, _ words: String) throws {
    try scratch.put("not a model", at: name)
    let error = #expect(throws: LegibleError.self) { try NetworkSource(scratch.path(name)) }
    #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
  }

  @Test func halfAFileAndOtherNetworksAreRefused() throws {
    let whole = ONNXBytes.network(output: "a", [nil, 1, nil, nil])
    for count in 1..<whole.count {
      #expect(throws: LegibleError.self) { try source("half.onnx", Array(whole.prefix(count))) }
    }
    let table = ONNXBytes.network(output: "a", [nil, 8, 4, 4])
    let error = #expect(throws: LegibleError.self) { try source("table.onnx", table) }
    #expect(error?.message.contains("a [?, 8, 4, 4]") == true)
  }

  @Test(arguments: ["v6-small-rec", "rec", "v3-det", "v2-cls"]) func familiesHaveNames(_ id: String) {
    #expect(ModelFamily(id: id)?.id == id)
  }

  @Test(arguments: ["", "v7-det", "small", "v6-rec-small", "v6-huge-rec"]) func otherNamesAreNone(_ id: String) {
    #expect(ModelFamily(id: id) == nil)
  }
}
