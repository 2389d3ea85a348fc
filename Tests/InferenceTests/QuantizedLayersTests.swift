import Foundation
import LegibleTesting
import Testing

@testable import Inference

/// Networks that become INT8 by a table.
@Suite struct QuantizedLayersTests {
  private static let weights = ONNXTensor(shape: [2, 3, 1, 1], values: [0.5, -1, 0.25, 0.01, 0.004, -0.02])

  private static func file(_ operation: String = "Conv", _ weights: ONNXTensor = weights) -> [UInt8] {
    ONNXSketch.file(
      nodes: [ONNXSketch.node(operation, ["x", "w"], "layer"), ONNXSketch.node("Relu", ["layer"], "y")],
      constants: ["w": weights])
  }

  private static func table(_ text: String) -> CalibrationTable? { NetworkTableText("network 1 a\n\(text)\n")?.read() }

  @Test func inputsAndWeightsAreRoundedAndNothingElse() throws {
    let table = try #require(Self.table("layer -0.5 1.5"))
    let bytes = try #require(QuantizedLayers.quantized(Self.file(), by: table))
    #expect(ONNXFile(bytes)?.nodes.map(\.operation) == ["FakeQuantize", "FakeQuantize", "Conv", "Relu"])
    // Within the range, and beyond both of its ends.
    let columns = 24
    let input = (0..<3 * columns).map { Float($0 * 31 % 97) / 30 - 0.9 }
    let found = try ONNXSketch.run(bytes, input)
    for column in 0..<columns {
      for output in 0..<2 {
        let largest: Float = output == 0 ? 1 : 0.02
        let sum = (0..<3).reduce(Float(0)) { sum, i in
          let value = max(-0.5, min(1.5, input[i * columns + column]))
          let level = ((value + 0.5) / 2 * 255).rounded() / 255 * 2 - 0.5
          return sum + level * (Self.weights.values[output * 3 + i] / largest * 127).rounded() / 127 * largest
        }
        // The engine may put 0 on a level: half a level a product.
        #expect(abs(found[output * columns + column] - max(0, sum)) < 0.006 * 3 * largest)
      }
    }
  }

  @Test func productsHaveARangeAColumn() throws {
    let weights = ONNXTensor(shape: [4, 2], values: [1, 0.01, -2, 0, 0.5, 0.03, 0, -0.02])
    let table = try #require(Self.table("layer -1 1"))
    let bytes = try #require(QuantizedLayers.quantized(Self.file("MatMul", weights), by: table))
    #expect(ONNXFile(bytes)?.constant("layer/int8/weights/highest")?.shape == [1, 2])
    #expect(ONNXFile(bytes)?.constant("layer/int8/weights/highest")?.values == [2, 0.03])
  }

  @Test func aTableOfAnotherNetworkIsNotUsed() throws {
    let table = try #require(Self.table("layer 0 1\nother 0 1"))
    #expect(QuantizedLayers.quantized(Self.file(), by: table) == nil)
    let one = try #require(Self.table("layer 0 1"))
    #expect(QuantizedLayers.quantized(Self.file("Add"), by: one) == nil)
    #expect(QuantizedLayers.quantized([1, 2, 3], by: one) == nil)
    #expect(QuantizedLayers.quantized(Self.file("Conv", ONNXTensor(shape: [0, 3, 1, 1], values: [])), by: one) == nil)
  }

  @Test(arguments: [
    "", "layer 0", "layer 1 0", "layer 0 0", "layer 0.1 1", "layer -1 nan", "layer 0 1 2", "layer a b",
  ]) func whatIsNoTableIsRefused(text: String) {
    #expect(Self.table(text) == nil)
    #expect(NetworkTableText<CalibrationTable>(text) == nil)
  }

  /// Whatever is in the file, nothing crashes.
  @Test func damagedFilesAreNoTrap() throws {
    let table = try #require(Self.table("layer 0 1"))
    for damaged in ONNXSketch.damaged(Self.file(), seed: 11) {
      if let quantized = QuantizedLayers.quantized(damaged, by: table) { #expect(ONNXFile(quantized) != nil) }
    }
  }

  @Test func theTablesThatComeAlongAreWhole() {
    #expect(CalibrationTable.builtIn.all.map { $0.read()?.layers.count } == [31, 17])
  }

  @Test(.enabled(if: LegibleTestingModels.areInstalled, "no models are installed: run ./legible --setup-only"))
  func theInstalledRecogniserHasItsTable() throws {
    let path = LegibleTestingModels.recognition
    let table = try #require(CalibrationTable.builtIn.table(for: path)?.read())
    let bytes = try Array(Data(contentsOf: URL(filePath: path)))
    #expect(QuantizedLayers.quantized(bytes, by: table) != nil)
    #expect(CalibrationTable.builtIn.table(for: LegibleTestingModels.detection) == nil)
    // A changed file of the same size is another network.
    var other = bytes
    other[bytes.count / 2] ^= 1
    let copy = FileManager.default.temporaryDirectory.appending(path: "legible-\(UUID().uuidString).onnx").path
    try Data(other).write(to: URL(filePath: copy))
    defer { try? FileManager.default.removeItem(atPath: copy) }
    #expect(CalibrationTable.builtIn.table(for: copy) == nil)
  }
}
