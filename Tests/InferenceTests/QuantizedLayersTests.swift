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
    let bytes = try #require(QuantizedLayers.quantized(Self.file(), by: table, hasNarrowSums: false))
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

  /// What others need, too, is limited first, which changes none of the levels: the sums of the layer and of the others are those that
  /// they would be alone.
  @Test func anInputThatOthersNeedIsLimitedAndTheirsIsNot() throws {
    let table = try #require(Self.table("layer -0.5 1.5"))
    func sketch(_ others: [[UInt8]], _ sum: String) -> [UInt8] {
      ONNXSketch.file(
        nodes: [ONNXSketch.node("Identity", ["x"], "same"), ONNXSketch.node("Conv", ["same", "w"], "layer")] + others
          + [ONNXSketch.node("Relu", [sum], "y")],
        constants: ["w": Self.square])
    }
    let alone = try #require(
      QuantizedLayers.quantized(sketch([], "layer"), by: table, hasNarrowSums: false))
    #expect(ONNXFile(alone)?.nodes.map(\.operation) == ["Identity", "FakeQuantize", "FakeQuantize", "Conv", "Relu"])
    let shared = try #require(
      QuantizedLayers.quantized(
        sketch([ONNXSketch.node("Add", ["layer", "x"], "sum")], "sum"), by: table, hasNarrowSums: false))
    #expect(
      ONNXFile(shared)?.nodes.map(\.operation)
        == ["Identity", "Min", "FakeQuantize", "FakeQuantize", "Conv", "Add", "Relu"])
    // Beyond both ends of the range, and within.
    let input = (0..<3 * 24).map { (i: Int) -> Float in Float(i * 31 % 97) / 30 - (i % 7 == 0 ? 2 : -1) }
    let (one, both) = try (ONNXSketch.run(alone, input), ONNXSketch.run(shared, input))
    for (i, value) in input.enumerated() where one[i] > 0 && both[i] > 0 {
      #expect(abs(both[i] - (one[i] + value)) < 1e-4)
    }
    #expect(zip(one, both).count { $0 > 0 && $1 > 0 } > 40)
  }

  private static let square = ONNXTensor(
    shape: [3, 3, 1, 1], values: [0.5, 1, 0.25, 0.01, 0.8, 0.02, 0.7, 0.1, 0.3])

  @Test func productsHaveARangeAColumn() throws {
    let weights = ONNXTensor(shape: [4, 2], values: [1, 0.01, -2, 0, 0.5, 0.03, 0, -0.02])
    let table = try #require(Self.table("layer -1 1"))
    let bytes = try #require(QuantizedLayers.quantized(Self.file("MatMul", weights), by: table, hasNarrowSums: false))
    #expect(ONNXFile(bytes)?.constant("layer/int8/weights/highest")?.shape == [1, 2])
    #expect(ONNXFile(bytes)?.constant("layer/int8/weights/highest")?.values == [2, 0.03])
  }

  /// Where a processor adds products in pairs to 16 bits, none of them overflows, whatever the picture: two weights of
  /// neighbouring channels are 128 at the most, and what the engine is slow at stays as it is.
  @Test func whereSumsAreNarrowNoneOverflows() throws {
    let (inputs, outputs) = (5, 4)
    let weights = ONNXTensor(
      shape: [outputs, inputs, 3, 3],
      values: (0..<outputs * inputs * 9).map { Float($0 * 37 % 101) / 50 - ($0 < 45 ? 0 : 1) })
    let table = try #require(Self.table("layer 0 1"))
    let narrow = try #require(QuantizedLayers.quantized(Self.file("Conv", weights), by: table, hasNarrowSums: true))
    let wide = try #require(QuantizedLayers.quantized(Self.file("Conv", weights), by: table, hasNarrowSums: false))
    func largest(_ bytes: [UInt8]) throws -> [Float] {
      try #require(ONNXFile(bytes)?.constant("layer/int8/weights/highest")).values
    }
    var (worst, unlimited) = (Float(0), Float(0))
    for output in 0..<outputs {
      for input in stride(from: 0, to: inputs - 1, by: 2) {
        for place in 0..<9 {
          let pair = [input, input + 1].map { weights.values[(output * inputs + $0) * 9 + place] }
          func sum(_ largest: Float) -> Float { abs(pair.reduce(0) { $0 + ($1 / largest * 127).rounded() }) }
          worst = max(worst, sum(try largest(narrow)[output]))
          unlimited = max(unlimited, sum(try largest(wide)[output]))
        }
      }
    }
    #expect(worst <= 128 && worst > 120 && unlimited > 160)
    let product = ONNXTensor(shape: [4, 2], values: [1, 0.01, -2, 0, 0.5, 0.03, 0, -0.02])
    let left = try #require(QuantizedLayers.quantized(Self.file("MatMul", product), by: table, hasNarrowSums: true))
    #expect(ONNXFile(left)?.nodes.map(\.operation) == ["MatMul", "Relu"])
  }

  @Test func aTableOfAnotherNetworkIsNotUsed() throws {
    let table = try #require(Self.table("layer 0 1\nother 0 1"))
    #expect(QuantizedLayers.quantized(Self.file(), by: table, hasNarrowSums: false) == nil)
    let one = try #require(Self.table("layer 0 1"))
    #expect(QuantizedLayers.quantized(Self.file("Add"), by: one, hasNarrowSums: false) == nil)
    #expect(QuantizedLayers.quantized([1, 2, 3], by: one, hasNarrowSums: false) == nil)
    #expect(
      QuantizedLayers.quantized(
        Self.file("Conv", ONNXTensor(shape: [0, 3, 1, 1], values: [])), by: one, hasNarrowSums: false) == nil)
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
      if let quantized = QuantizedLayers.quantized(damaged, by: table, hasNarrowSums: false) {
        #expect(ONNXFile(quantized) != nil)
      }
    }
  }

  @Test func theTablesThatComeAlongAreWhole() {
    #expect(CalibrationTable.builtIn.all.map { $0.read()?.layers.count } == [31, 11])
  }

  @Test(.enabled(if: LegibleTestingModels.areInstalled, "no models are installed: run ./legible --setup-only"))
  func theInstalledRecogniserHasItsTable() throws {
    let path = LegibleTestingModels.recognition
    let table = try #require(CalibrationTable.builtIn.table(for: path)?.read())
    let bytes = try Array(Data(contentsOf: URL(filePath: path)))
    #expect(QuantizedLayers.quantized(bytes, by: table, hasNarrowSums: false) != nil)
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
