import Foundation
import LegibleTesting
import Testing

@testable import Inference

/// Networks whose GELUs become hard swishes by a table.
@Suite struct HardSwishLayersTests {
  private static let weights = ONNXTensor(shape: [2, 3, 1, 1], values: [0.5, -1, 0.25, 1, 0.4, -2])

  /// A GELU before a convolution, as PaddlePaddle's converter writes it.
  private static func file(half: Float = 0.5, weights: ONNXTensor = weights, sharesErf: Bool = false) -> [UInt8] {
    func number(_ value: Float) -> ONNXTensor { ONNXTensor(shape: [], values: [value]) }
    return ONNXSketch.file(
      nodes: [
        ONNXSketch.node("Div", ["x", "root"], "a"), ONNXSketch.node("Erf", ["a"], "erf"),
        ONNXSketch.node("Identity", ["erf"], "g"), ONNXSketch.node("Add", ["g", "one"], "b"),
        ONNXSketch.node("Mul", ["x", "b"], "c"),
        ONNXSketch.node("Mul", ["c", "half"], "d"), ONNXSketch.node("Identity", ["d"], "e"),
        ONNXSketch.node("Conv", ["e", "w"], "f"), ONNXSketch.node("Add", ["f", sharesErf ? "erf" : "one"], "y"),
      ],
      constants: [
        "root": number(Float(2).squareRoot()), "one": number(1), "half": number(half), "w": weights,
      ])
  }

  private static let text = """
    network 1 a
    gelu erf
    scales 1.7 2 0.9
    offsets 0 0.25 -0.5
    weights 0.6 0.5 -1
    biases 0.125 -3
    """

  private static func table(_ text: String) -> HardSwishTable? { NetworkTableText(text)?.read() }

  @Test func theNumbersOfTheTableAreUsed() throws {
    let table = try #require(Self.table(Self.text))
    let layer = table.layers[0]
    let bytes = try #require(HardSwishLayers.replaced(Self.file(), by: table))
    #expect(ONNXFile(bytes)?.nodes.contains { $0.operation == "Erf" } == false)
    // Far on both sides of the parabola.
    let columns = 40
    let input = (0..<3 * columns).map { Float($0 * 31 % 97) / 10 - 4.8 }
    let found = try ONNXSketch.run(bytes, input)
    for column in 0..<columns {
      for output in 0..<2 {
        let sum = (0..<3).reduce(layer.biases[output] + 1) { sum, i in
          let x = input[i * columns + column] * layer.scales[i] + layer.offsets[i]
          return sum + x * min(max(x + 3, 0), 6) / 6 * layer.weights[i] * Self.weights.values[output * 3 + i]
        }
        #expect(abs(found[output * columns + column] - sum) < 1e-4)
      }
    }
  }

  @Test func aTableOfAnotherNetworkIsNotUsed() throws {
    let table = try #require(Self.table(Self.text))
    #expect(HardSwishLayers.replaced(Self.file(half: 0.25), by: table) == nil)
    #expect(HardSwishLayers.replaced(Self.file(sharesErf: true), by: table) == nil)
    let others = ONNXTensor(shape: [3, 2, 1, 1], values: Self.weights.values)
    #expect(HardSwishLayers.replaced(Self.file(weights: others), by: table) == nil)
    #expect(HardSwishLayers.replaced([1, 2, 3], by: table) == nil)
    let other = try #require(Self.table(Self.text.replacing("gelu erf", with: "gelu other")))
    #expect(HardSwishLayers.replaced(Self.file(), by: other) == nil)
  }

  @Test(arguments: [
    ("network 1 a", "network 1"), ("network 1 a\n", ""), ("gelu erf", "gelu"), ("scales 1.7 2 0.9", "scales 1.7 2"),
    ("offsets 0 ", "offsets nan "), ("weights 0.6", "weights six"), ("biases 0.125 -3", "biases"), ("biases", "bias"),
    ("biases 0.125 -3", ""),
  ]) func whatIsNoTableIsRefused(part: String, other: String) {
    #expect(Self.table(Self.text.replacing(part, with: other)) == nil)
    #expect(Self.table("") == nil)
    #expect(Self.table("network 1 a") == nil)
  }

  /// Whatever is in the file, nothing crashes.
  @Test func damagedFilesAreNoTrap() throws {
    let table = try #require(Self.table(Self.text))
    for damaged in ONNXSketch.damaged(Self.file(), seed: 12) {
      if let replaced = HardSwishLayers.replaced(damaged, by: table) { #expect(ONNXFile(replaced) != nil) }
    }
  }

  /// What every start reads of a table.
  @Test func theHeaderIsBelowTheComments() throws {
    let commented = "# One.\n# Two: network 3 c\n\(Self.text)"
    let text = try #require(NetworkTableText<HardSwishTable>(commented))
    #expect(text.bytes == 1 && text.fingerprint == "a")
    #expect(text.read()?.layers.map(\.name) == ["erf"])
    // A network that was compiled by other numbers is another.
    let other = NetworkTableText<HardSwishTable>(commented.replacing("offsets 0 ", with: "offsets 1 "))
    #expect(other?.key != text.key)
  }

  @Test func theTablesThatComeAlongAreWhole() {
    #expect(HardSwishTable.builtIn.all.map { $0.read()?.layers.count } == [4, 6])
  }

  /// The reference, what is rounded to 256 levels, and processors without AMX keep their GELUs.
  @Test func onlyBF16OnAMXHasHardSwishes() {
    func pays(_ precision: ComputeOptions.Precision, isCalibrated: Bool = false, hasMatrices: Bool = true) -> Bool {
      var settings = EngineSettings(ComputeOptions(), streams: 1, keptShapes: 1)
      settings.precision = precision
      return HardSwishTable.pays(settings, isCalibrated: isCalibrated, hasMatrices: hasMatrices)
    }
    #expect(pays(.bf16))
    #expect(!pays(.f32))
    #expect(!pays(.bf16, isCalibrated: true))
    #expect(!pays(.bf16, hasMatrices: false))
  }

  @Test(.enabled(if: LegibleTestingModels.areInstalled, "no models are installed: run ./legible --setup-only"))
  func theInstalledNetworksHaveTheirTables() throws {
    for path in [LegibleTestingModels.detection, LegibleTestingModels.recognition] {
      let table = try #require(HardSwishTable.builtIn.table(for: path)?.read())
      #expect(try HardSwishLayers.replaced(Array(Data(contentsOf: URL(filePath: path))), by: table) != nil)
    }
  }
}
