import LegibleTesting
import Testing

@testable import Inference

/// The levels of a feature pyramid with gates, put in another way, give what they gave before.
@Suite struct FeaturePyramidTests {
  /// Two levels, the second at half the size of the first, which it is enlarged to and added to.
  ///
  /// - Parameters:
  ///   - addition: the operation of `c + c·s`; `Sum` is the same, and none that is known.
  ///   - gate: the operation at the end of the gates.
  ///   - usesMap: whether the larger level's `c` has a further user.
  private func file(addition: String = "Add", gate: String = "HardSigmoid", usesMap: Bool = false) -> [UInt8] {
    func level(_ name: String, of input: String) -> [[UInt8]] {
      [
        ONNXSketch.node("Conv", [input, "w.\(name)"], "c.\(name)", ["kernel_shape": [1, 1]]),
        ONNXSketch.node("Identity", ["c.\(name)"], "i.\(name)"),
        ONNXSketch.node("GlobalAveragePool", ["i.\(name)"], "mean.\(name)"),
        ONNXSketch.node("Conv", ["mean.\(name)", "v.\(name)", "bias.2"], "a.\(name)", ["kernel_shape": [1, 1]]),
        ONNXSketch.node("Relu", ["a.\(name)"], "b.\(name)"),
        ONNXSketch.node("Conv", ["b.\(name)", "u.\(name)", "bias.4"], "d.\(name)", ["kernel_shape": [1, 1]]),
        ONNXSketch.node(gate, ["d.\(name)"], "s.\(name)"),
        ONNXSketch.node("Mul", ["s.\(name)", "c.\(name)"], "n.\(name)"),
        ONNXSketch.node("Identity", ["n.\(name)"], "m.\(name)"),
        ONNXSketch.node(addition, ["m.\(name)", "i.\(name)"], "r.\(name)"),
        ONNXSketch.node("Identity", ["r.\(name)"], "q.\(name)"),
      ]
    }
    let nodes =
      level("large", of: "x") + [
        ONNXSketch.node("MaxPool", ["x"], "half", ["kernel_shape": [2, 2], "strides": [2, 2]])
      ]
      + level("small", of: "half")
      + [
        ONNXSketch.node("Resize", ["q.small", "", "doubled"], "up"),
        ONNXSketch.node("Identity", ["up"], "same"),
        ONNXSketch.node("Add", ["q.large", "same"], usesMap ? "sum" : "y"),
      ] + (usesMap ? [ONNXSketch.node("Sub", ["sum", "c.large"], "y")] : [])
    var constants = [
      "bias.2": ONNXSketch.tensor([2], seed: 3), "bias.4": ONNXSketch.tensor([4], seed: 4),
      "doubled": ONNXTensor(shape: [4], values: [1, 1, 2, 2]),
    ]
    for (seed, name) in ["large", "small"].enumerated() {
      constants["w.\(name)"] = ONNXSketch.tensor([4, 3, 1, 1], seed: 5 + seed)
      constants["v.\(name)"] = ONNXSketch.tensor([2, 4, 1, 1], seed: 7 + seed)
      constants["u.\(name)"] = ONNXSketch.tensor([4, 2, 1, 1], seed: 9 + seed)
    }
    return ONNXSketch.file(nodes: nodes, constants: constants)
  }

  @Test(arguments: ["HardSigmoid", "Sigmoid"])
  func levelsInAnotherWayGiveTheSameMap(gate: String) throws {
    let asItWas = file(addition: "Sum", gate: gate)
    #expect(FeaturePyramid.simplified(asItWas) == nil)
    let expected = try ONNXSketch.run(asItWas, 6, 8)
    let simplified = try #require(FeaturePyramid.simplified(file(gate: gate)))
    // One product a level; of the sums the gates' and one for both levels.
    let count = try ONNXSketch.operations(simplified)
    #expect(count["Mul"] == 2 && count["Add"] == 3 && count["Div"] == 1 && count["Resize"] == 1)
    // What is loaded is changed by itself; what is changed already is not a second time.
    for found in try [ONNXSketch.run(file(gate: gate), 6, 8), ONNXSketch.run(simplified, 6, 8)] {
      #expect(found.count == expected.count && zip(found, expected).allSatisfy { abs($0 - $1) < 1e-5 })
    }
    #expect(FeaturePyramid.simplified(simplified) == nil)
    #expect(
      try ONNXSketch.unmade(simplified).subtracting(ONNXSketch.unmade(asItWas)).allSatisfy { $0.contains("legible/") })
  }

  @Test func otherLevelsStayAsTheyAre() throws {
    // A gate that may be −1 or less: nothing is divided by it.
    #expect(FeaturePyramid.simplified(file(gate: "Relu")) == nil)
    // The larger level's map is needed elsewhere, too; the smaller one is changed, and what is enlarged is its sum.
    let bytes = file(usesMap: true)
    let simplified = try #require(FeaturePyramid.simplified(bytes))
    #expect(try ONNXSketch.operations(simplified)["Div"] == nil)
    let (found, expected) = try (
      ONNXSketch.run(simplified, 4, 4), ONNXSketch.run(file(addition: "Sum", usesMap: true), 4, 4)
    )
    #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  /// Whatever is in the file, nothing crashes, and what comes out can be read again.
  @Test func damagedFilesAreSafe() {
    let bytes = file()
    for count in stride(from: 0, to: bytes.count, by: 7) {
      if let simplified = FeaturePyramid.simplified(Array(bytes.prefix(count))) {
        #expect(ONNXFile(simplified) != nil)
      }
    }
    for damaged in ONNXSketch.damaged(bytes, seed: 6) {
      if let simplified = FeaturePyramid.simplified(damaged) { #expect(ONNXFile(simplified) != nil) }
    }
  }

  @Test(
    .enabled(if: LegibleTestingModels.areInstalled, "no models are installed: run ./legible --setup-only"),
    arguments: ["tiny", "small"])
  func theInstalledDetectorsHaveThreeLevels(model: String) throws {
    let bytes = try ONNXSketch.detector(model)
    let simplified = try #require(FeaturePyramid.simplified(bytes))
    let file = try #require(ONNXFile(simplified))
    #expect(file.nodes.filter { $0.name.hasSuffix("/legible/smaller") }.count == 3)
    let new = try ONNXSketch.unmade(simplified).subtracting(ONNXSketch.unmade(bytes))
    #expect(new.allSatisfy { $0.contains("legible/") }, "\(new)")
    #expect(UpsamplingHead.simplified(simplified) != nil)
  }
}
