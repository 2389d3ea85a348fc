import Foundation
import LegibleTesting
import Testing

@testable import Inference

/// Networks whose hard sigmoids are written in other operations.
@Suite struct HardSigmoidLayersTests {
  private static let input = (0..<120).map { (i: Int) -> Float in Float(i * 31 % 97) / 8 - 6 }
  private static let sixth: Float = 1 / 6

  private static func sigmoid(_ slope: Float = sixth, _ offset: Float = 0.5) -> [UInt8] {
    ONNXSketch.node("HardSigmoid", ["x"], "h", numbers: ["alpha": slope, "beta": offset])
  }

  /// x → [1, 3, 1, w] → [1, 3, w] → normalised → hard swish, as in the last layers of PP-OCRv6.
  private static func normalized(axis: Int = 2, sharesSqueeze: Bool = false) -> [UInt8] {
    func channels(_ values: Float...) -> ONNXTensor { ONNXTensor(shape: [3], values: values) }
    return ONNXSketch.file(
      nodes: [
        ONNXSketch.node("Relu", ["x"], "r"), ONNXSketch.node("Squeeze", ["r"], "s", ["axes": [axis]]),
        ONNXSketch.node("Identity", ["s"], "i"),
        ONNXSketch.node(
          "BatchNormalization", ["i", "scale", "bias", "mean", "variance"], "n", numbers: ["epsilon": 0.25]),
        ONNXSketch.node("HardSigmoid", ["n"], "h", numbers: ["alpha": sixth, "beta": 0.5]),
        ONNXSketch.node("Mul", ["h", "n"], "m"), ONNXSketch.node("Mul", ["m", sharesSqueeze ? "i" : "m"], "y"),
      ],
      constants: [
        "scale": channels(1, -2, 3), "bias": channels(0.5, 0.25, -1), "mean": channels(1, 2, -1),
        "variance": channels(0.75, 3.75, 2),
      ], operatorSet: 11)
  }

  private static func operations(_ bytes: [UInt8]?) throws -> [String] {
    let bytes = try #require(bytes)
    let file = try #require(ONNXFile(bytes))
    return file.nodes.map(\.operation)
  }

  private static func run(_ bytes: [UInt8]?) throws -> [Float] {
    let bytes = try #require(bytes)
    return try ONNXSketch.run(bytes, input)
  }

  /// With the slope of a gate, any other, and ONNX's own for what is not said.
  @Test(arguments: [(sixth, 0.5), (0.3, 0.25), (nil, nil)] as [(Float?, Float?)])
  func aGateIsWrittenAsAClip(slope: Float?, offset: Float?) throws {
    var numbers: [String: Float] = [:]
    (numbers["alpha"], numbers["beta"]) = (slope, offset)
    let bytes = ONNXSketch.file(
      nodes: [
        ONNXSketch.node("HardSigmoid", ["x"], "h", numbers: numbers), ONNXSketch.node("Identity", ["h"], "i"),
        ONNXSketch.node("Mul", ["i", "two"], "y"),
      ], constants: ["two": ONNXTensor(shape: [], values: [2])])
    let simplified = HardSigmoidLayers.simplified(bytes)
    #expect(try !Self.operations(simplified).contains("HardSigmoid"))
    let found = try Self.run(simplified)
    let (slope, offset) = (slope ?? 0.2, offset ?? 0.5)
    for (x, y) in zip(Self.input, found) {
      let gate = min(max(slope * x + offset, 0), 1)
      #expect(abs(y - 2 * gate) < 1e-5)
    }
  }

  @Test func aHardSwishIsOneOperation() throws {
    let bytes = ONNXSketch.file(
      nodes: [Self.sigmoid(), ONNXSketch.node("Identity", ["h"], "i"), ONNXSketch.node("Mul", ["x", "i"], "y")],
      constants: [:])
    let simplified = HardSigmoidLayers.simplified(bytes)
    #expect(try Self.operations(simplified) == ["Add", "Clip", "Mul", "Mul"])
    let found = try Self.run(simplified)
    for (x, y) in zip(Self.input, found) {
      let clipped = min(max(x + 3, 0), 6)
      #expect(abs(y - x * clipped / 6) < 1e-5)
    }
  }

  /// A squeeze between a convolution and its normalisation keeps the engine from joining them.
  @Test func aSqueezeGoesBehindTheSwish() throws {
    let simplified = HardSigmoidLayers.simplified(Self.normalized())
    #expect(
      try Self.operations(simplified) == ["Relu", "BatchNormalization", "Add", "Clip", "Mul", "Mul", "Squeeze", "Mul"])
    let found = try Self.run(simplified)
    let expected = try ONNXSketch.run(Self.normalized(), Self.input)
    #expect(found.count == expected.count && zip(found, expected).allSatisfy { abs($0 - $1) < 1e-3 })
  }

  @Test func aSqueezeThatOthersUseStays() throws {
    let shared = HardSigmoidLayers.simplified(Self.normalized(sharesSqueeze: true))
    #expect(try Self.operations(shared).prefix(2) == ["Relu", "Squeeze"])
    // Without its channels' dimension the normalisation would be another.
    #expect(
      try Self.operations(HardSigmoidLayers.simplified(Self.normalized(axis: 0))).prefix(2) == ["Relu", "Squeeze"])
  }

  @Test func otherFilesStayAsTheyAre() {
    #expect(HardSigmoidLayers.simplified([1, 2, 3]) == nil)
    let relu = [ONNXSketch.node("Relu", ["x"], "y")]
    #expect(HardSigmoidLayers.simplified(ONNXSketch.file(nodes: relu, constants: [:])) == nil)
    // Before operator set 11 the limits of `Clip` were attributes.
    let old = ONNXSketch.file(
      nodes: [Self.sigmoid(), ONNXSketch.node("Relu", ["h"], "y")], constants: [:], operatorSet: 10)
    #expect(HardSigmoidLayers.simplified(old) == nil)
  }

  @Test func damagedFilesAreNoTrap() {
    for damaged in ONNXSketch.damaged(Self.normalized(), seed: 13) {
      if let simplified = HardSigmoidLayers.simplified(damaged) { #expect(ONNXFile(simplified) != nil) }
    }
  }

  @Test(.enabled(if: LegibleTestingModels.areInstalled, "no models are installed: run ./legible --setup-only"))
  func theInstalledRecogniserHasNoHardSigmoidsLeft() throws {
    let bytes = try Array(Data(contentsOf: URL(filePath: LegibleTestingModels.recognition)))
    #expect(try !Self.operations(HardSigmoidLayers.simplified(bytes)).contains("HardSigmoid"))
  }
}
