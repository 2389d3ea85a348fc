import LegibleTesting
import Testing

@testable import Inference

/// A last layer of as many classes as suit the engine gives what it gave before, and some more.
@Suite struct LogitsPaddingTests {
  private static let input: [Float] = (0..<18).map { (i: Int) -> Float in Float(i * 31 % 97) / 97 - 0.4 }

  private static func tensor(_ shape: [Int], seed: Int) -> ONNXTensor {
    let count = shape.reduce(1, *)
    return ONNXTensor(shape: shape, values: (0..<count).map { Float(($0 * 7 + seed * 13) % 19 - 9) / 9 })
  }

  /// Rows of six values, five where there is a layer before, and the classes' probabilities.
  private static func file(classes: Int, hasLayerBefore: Bool, biasShape: [Int]? = nil) -> [UInt8] {
    ONNXSketch.file(
      nodes: (hasLayerBefore
        ? [
          ONNXSketch.node("MatMul", ["x", "w0"], "a"), ONNXSketch.node("Add", ["a", "b0"], "b"),
          ONNXSketch.node("Identity", ["b"], "c"),
        ] : [ONNXSketch.node("Relu", ["x"], "c")])
        + [
          ONNXSketch.node("MatMul", ["c", "w1"], "d"), ONNXSketch.node("Add", ["d", "b1"], "e"),
          ONNXSketch.node("Identity", ["e"], "f"), ONNXSketch.node("Softmax", ["f"], "y", ["axis": [-1]]),
        ],
      constants: [
        "w0": tensor([6, 5], seed: 1), "b0": tensor([5], seed: 2),
        "w1": tensor([hasLayerBefore ? 5 : 6, classes], seed: 3), "b1": tensor(biasShape ?? [classes], seed: 4),
      ])
  }

  @Test(arguments: [true, false], [true, false])
  func theClassesGetTheSameLogits(hasLayerBefore: Bool, hasTiles: Bool) throws {
    let logits = try #require(LogitsOutput.simplified(Self.file(classes: 7, hasLayerBefore: hasLayerBefore)))
    let padded = try #require(LogitsPadding.padded(logits, hasTiles: hasTiles))
    #expect(padded.filling == 9)
    let file = try #require(ONNXFile(padded.bytes))
    #expect(file.outputs.compactMap(LogitsOutput.filling(of:)) == [9])
    let products = file.nodes.filter { $0.operation == "MatMul" }
    #expect(products.count == (hasLayerBefore || hasTiles ? 2 : 1))
    let last = try #require(products.last)
    #expect(file.constant(last.inputs[1])?.shape == [hasTiles ? 32 : hasLayerBefore ? 5 : 6, 16])

    let expected = try ONNXSketch.run(logits, Self.input)
    let found = try ONNXSketch.run(padded.bytes, Self.input)
    #expect(expected.count == 3 * 7 && found.count == 3 * 16)
    for row in 0..<3 {
      for i in 0..<7 { #expect(abs(found[row * 16 + i] - expected[row * 7 + i]) < 1e-5) }
      #expect(found[row * 16 + 7..<row * 16 + 16].allSatisfy { $0 == 0 })
    }
    // What suits already is not changed again.
    #expect(LogitsPadding.padded(padded.bytes, hasTiles: hasTiles) == nil)
  }

  @Test func otherLastLayersStayAsTheyAre() throws {
    func padded(_ file: [UInt8], hasTiles: Bool = true) throws -> (bytes: [UInt8], filling: Int)? {
      try LogitsPadding.padded(#require(LogitsOutput.simplified(file)), hasTiles: hasTiles)
    }
    #expect(try padded(Self.file(classes: 16, hasLayerBefore: true), hasTiles: false) == nil)
    // Nothing stands behind these classes, and yet AMX wants more values before them.
    #expect(try padded(Self.file(classes: 16, hasLayerBefore: true))?.filling == 0)
    #expect(try padded(Self.file(classes: 7, hasLayerBefore: true, biasShape: [1])) == nil)
    // A file that still has its softmax.
    #expect(LogitsPadding.padded(Self.file(classes: 7, hasLayerBefore: true), hasTiles: true) == nil)
  }

  @Test func theNameTellsTheFilling() {
    #expect(LogitsOutput.filling(of: "y/legible/logits") == 0)
    #expect(LogitsOutput.filling(of: "y/legible/logits+6") == 6)
    for rest in ["+", "+16", "+-5", "+6 ", "s"] { #expect(LogitsOutput.filling(of: "y/legible/logits\(rest)") == nil) }
    #expect(LogitsOutput.filling(of: "y") == nil)
  }
}
