import LegibleTesting
import Testing

@testable import Inference

/// A stem whose maps are not joined gives what it gave before.
@Suite struct JoinedStemTests {
  /// Two maps of two and three channels, joined for a convolution.
  ///
  /// - Parameters:
  ///   - stride: the convolution's.
  ///   - axis: the dimension in which the maps are joined.
  ///   - further: what makes the first map of the activation; `Abs`, which does nothing, is nothing that is known.
  private static func file(
    stride: Int = 2, axis: Int = 1, further: String = "Relu", bias: Bool = true, usesJoined: Bool = false
  ) -> [UInt8] {
    let sides = ["kernel_shape": [3, 3], "pads": [1, 1, 1, 1]]
    func convolution(_ inputs: [String], _ output: String, stride: Int = 1) -> [UInt8] {
      ONNXSketch.node("Conv", inputs, output, sides.merging(["strides": [stride, stride]]) { $1 })
    }
    let nodes =
      [
        convolution(["x", "w.a"], "a"), ONNXSketch.node("Add", ["bias.a", "a"], "a.1"),
        ONNXSketch.node("Relu", ["a.1"], "b"),
        ONNXSketch.node(further, ["b"], "first"),
        convolution(["x", "w.c"], "c"), ONNXSketch.node("Relu", ["c"], "d"),
        ONNXSketch.node("MaxPool", ["d"], "e", sides), ONNXSketch.node("Identity", ["e"], "second"),
        ONNXSketch.node("Concat", ["first", "second"], "joined", ["axis": [axis]]),
        ONNXSketch.node("Identity", ["joined"], "same"),
        convolution(["same", "w.f"] + (bias ? ["bias"] : []), "f", stride: stride),
        ONNXSketch.node("Relu", ["f"], usesJoined ? "g" : "y"),
      ] + (usesJoined ? [ONNXSketch.node("Concat", ["joined", "g"], "y", ["axis": [1]])] : [])
    return ONNXSketch.file(
      nodes: nodes,
      constants: [
        "w.a": ONNXSketch.tensor([2, 3, 3, 3], seed: 1), "w.c": ONNXSketch.tensor([3, 3, 3, 3], seed: 2),
        "w.f": ONNXSketch.tensor([4, 5, 3, 3], seed: 3),
        "bias": ONNXSketch.tensor([4], seed: 4), "bias.a": ONNXSketch.tensor([1, 2, 1, 1], seed: 5),
      ])
  }

  @Test(arguments: [true, false])
  func theSumIsWhatTheJoinedMapsGave(bias: Bool) throws {
    let asItWas = Self.file(further: "Abs", bias: bias)
    #expect(JoinedStem.simplified(asItWas) == nil)
    let input = (0..<3 * 14).map { index -> Float in Float(index * 31 % 97) / 97 - 0.4 }
    let expected = try ONNXSketch.run(asItWas, input)
    let simplified = try #require(JoinedStem.simplified(Self.file(bias: bias)))
    let count = try ONNXSketch.operations(simplified)
    #expect(count["Concat"] == nil && count["Conv"] == 4 && count["Add"] == 2)
    // What is loaded is changed by itself; what is changed already is not a second time.
    for found in try [ONNXSketch.run(Self.file(bias: bias), input), ONNXSketch.run(simplified, input)] {
      #expect(found.count == expected.count && zip(found, expected).allSatisfy { abs($0 - $1) < 1e-4 })
    }
    #expect(JoinedStem.simplified(simplified) == nil)
  }

  @Test func whatIsOtherwiseStaysAsItIs() {
    // The sum would be as large as the maps; there is no sum over rows; the joined map is needed.
    #expect(JoinedStem.simplified(Self.file(stride: 1)) == nil)
    #expect(JoinedStem.simplified(Self.file(axis: 2)) == nil)
    #expect(JoinedStem.simplified(Self.file(usesJoined: true)) == nil)
    for damaged in ONNXSketch.damaged(Self.file(), seed: 8) {
      if let simplified = JoinedStem.simplified(damaged) { #expect(ONNXFile(simplified) != nil) }
    }
  }

  /// Their figures are compared with ONNX Runtime's by `FamilyTests`.
  @Test(
    .enabled(if: LegibleTestingModels.areInstalled, "no models are installed: run ./legible --setup-only"),
    arguments: ["tiny", "small"])
  func theInstalledDetectorsHaveOne(model: String) throws {
    let bytes = try ONNXSketch.detector(model)
    let simplified = try #require(JoinedStem.simplified(bytes))
    let before = try ONNXSketch.operations(bytes)
    #expect(try ONNXSketch.operations(simplified)["Concat", default: 0] == before["Concat"]! - 1)
    // Tiny's halves have 16 channels each, small's 24.
    #expect((JoinedStem.simplified(bytes, isBF16: true) == simplified) == (model == "tiny"))
  }
}
