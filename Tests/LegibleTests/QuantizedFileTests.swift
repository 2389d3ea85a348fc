import Foundation
import LegibleTesting
import Testing

@testable import Inference
@testable import Legible

/// Recognisers that were quantised on this machine.
@Suite struct QuantizedFileTests {
  @Test(arguments: [
    ("/models/ppocrv6-small-rec.onnx", "/models/ppocrv6-small-rec-int8.xml"), ("rec.onnx", "rec-int8.xml"),
    ("a.b/rec", "a.b/rec-int8.xml"), ("v4/inference.pdmodel", "v4/inference-int8.xml"),
    ("/models/rec-int8.xml", "/models/rec-int8.xml"),
  ]) func standsBesideTheNetwork(path: String, expected: String) {
    #expect(QuantizedFile.path(of: path) == expected)
  }

  /// A recogniser whose table Legible has needs no file: INT8 when asked for, and as its best on such processors.
  @Test(.enabled(if: LegibleTestingModels.areInstalled, "no models are installed: run ./legible --setup-only"))
  func aCalibratedNetworkIsComputedInInt8AsItIs() throws {
    let path = LegibleTestingModels.recognition
    for (said, usual) in [(ComputeOptions.Precision.int8, ComputeOptions.Precision.bf16), (.auto, .int8)] {
      let found = try ComputeOptions(precision: said).file(for: path, usual: usual, isNeeded: true)
      let takesFile = said == .int8 || Engine.int8 == .any
      #expect(found.compute.precision == (takesFile ? .int8 : .bf16))
      #expect(found.path == (takesFile && QuantizedFile.isThere(for: path) ? QuantizedFile.path(of: path) : path))
    }
    let other = try ComputeOptions(precision: .bf16).file(for: path, usual: .int8, isNeeded: true)
    #expect(other.path == path && other.compute.precision == .bf16)
  }

  /// Tiny loses text where weights are rounded for sums of 16 bits (docs/int8.md#avx2), and small does not.
  @Test(
    .enabled(if: LegibleTestingModels.areInstalled, "no models are installed: run ./legible --setup-only"),
    arguments: [
      (OCRModel.small, Int8Support.any, ComputeOptions.Precision.int8), (.small, .tables, .int8),
      (.small, .none, .bf16),
      (.tiny, .any, .int8), (.tiny, .tables, .bf16), (.tiny, .none, .bf16),
    ])
  func autoTakesInt8WhereItKeepsTheText(model: OCRModel, support: Int8Support, expected: ComputeOptions.Precision)
    throws
  {
    let recognition = try #require(model.recognition)
    let found = try ComputeOptions(precision: .auto).file(
      for: recognition.path, usual: recognition.precision, isNeeded: true, support: support)
    #expect(found.compute.precision == expected)
    #expect(found.path == recognition.path || QuantizedFile.isThere(for: recognition.path))
  }

  @Test func whatIsMissingIsSaidWithWhatMakesIt() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "int8-\(UUID().uuidString)").path
    for (said, usual) in [(ComputeOptions.Precision.int8, ComputeOptions.Precision.bf16), (.auto, .int8)] {
      // Others read with the network itself.
      if said == .auto, Engine.int8 != .any { continue }
      let model = RecognitionModel(path: "\(folder)/rec.onnx", alphabet: .labels(["a"]), precision: usual)
      do {
        _ = try LineRecognizer(model: model, compute: ComputeOptions(precision: said))
        Issue.record("a network that is not there was loaded")
      } catch let error as LegibleError {
        #expect(error.code == .modelNotFound)
        #expect(error.message.contains("\(folder)/rec-int8.xml is expected. 'legible models quantize' makes it"))
      }
    }
  }
}
