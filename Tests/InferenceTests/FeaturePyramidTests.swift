import Foundation
import LegibleTesting
import Testing

@testable import Inference

/// The levels of a feature pyramid with gates, put in another way, give what they gave before.
@Suite struct FeaturePyramidTests {
  private func tensor(_ shape: [Int], seed: Int) -> ONNXTensor {
    let count = shape.reduce(1, *)
    return ONNXTensor(shape: shape, values: (0..<count).map { Float(($0 * 7 + seed * 13) % 19 - 9) / 9 })
  }

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
      "bias.2": tensor([2], seed: 3), "bias.4": tensor([4], seed: 4),
      "doubled": ONNXTensor(shape: [4], values: [1, 1, 2, 2]),
    ]
    for (seed, name) in ["large", "small"].enumerated() {
      constants["w.\(name)"] = tensor([4, 3, 1, 1], seed: 5 + seed)
      constants["v.\(name)"] = tensor([2, 4, 1, 1], seed: 7 + seed)
      constants["u.\(name)"] = tensor([4, 2, 1, 1], seed: 9 + seed)
    }
    return ONNXSketch.file(nodes: nodes, constants: constants)
  }

  private func operations(_ bytes: [UInt8]) throws -> [String: Int] {
    try #require(ONNXFile(bytes)).nodes.reduce(into: [:]) { $0[$1.operation, default: 0] += 1 }
  }

  /// What nodes take and no node before them makes: constants and inputs, if the file is in order.
  private func unmade(_ bytes: [UInt8]) throws -> Set<String> {
    var (made, unmade): (Set<String>, Set<String>) = ([], [])
    for node in try #require(ONNXFile(bytes)).nodes {
      unmade.formUnion(node.inputs.filter { !made.contains($0) })
      made.formUnion(node.outputs)
    }
    return unmade
  }

  private func run(_ bytes: [UInt8], _ height: Int, _ width: Int) throws -> [Float] {
    let path = FileManager.default.temporaryDirectory.appending(path: "legible-\(UUID().uuidString).onnx").path
    try Data(bytes).write(to: URL(filePath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let model = try OpenVINOModel(contentsOf: path, compute: .init(threads: 1, precision: .f32))
    let input = (0..<3 * height * width).map { Float($0 * 31 % 97) / 97 - 0.4 }
    return try input.withUnsafeBytes {
      try model.run([TensorView(shape: [1, 3, height, width], elementType: .f32, bytes: $0)]) { Array($0[0].floats) }
    }
  }

  @Test(arguments: ["HardSigmoid", "Sigmoid"])
  func levelsInAnotherWayGiveTheSameMap(gate: String) throws {
    let asItWas = file(addition: "Sum", gate: gate)
    #expect(FeaturePyramid.simplified(asItWas) == nil)
    let expected = try run(asItWas, 6, 8)
    let simplified = try #require(FeaturePyramid.simplified(file(gate: gate)))
    // One product a level; of the sums the gates' and one for both levels.
    let count = try operations(simplified)
    #expect(count["Mul"] == 2 && count["Add"] == 3 && count["Div"] == 1 && count["Resize"] == 1)
    // What is loaded is changed by itself; what is changed already is not a second time.
    for found in try [run(file(gate: gate), 6, 8), run(simplified, 6, 8)] {
      #expect(found.count == expected.count && zip(found, expected).allSatisfy { abs($0 - $1) < 1e-5 })
    }
    #expect(FeaturePyramid.simplified(simplified) == nil)
    #expect(try unmade(simplified).subtracting(unmade(asItWas)).allSatisfy { $0.contains("legible/") })
  }

  @Test func otherLevelsStayAsTheyAre() throws {
    // A gate that may be −1 or less: nothing is divided by it.
    #expect(FeaturePyramid.simplified(file(gate: "Relu")) == nil)
    // The larger level's map is needed elsewhere, too; the smaller one is changed, and what is enlarged is its sum.
    let bytes = file(usesMap: true)
    let simplified = try #require(FeaturePyramid.simplified(bytes))
    #expect(try operations(simplified)["Div"] == nil)
    let (found, expected) = try (run(simplified, 4, 4), run(file(addition: "Sum", usesMap: true), 4, 4))
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
    var generator = RandomNumbers(seed: 6)
    for _ in 0..<4000 {
      var damaged = bytes
      for _ in 0..<3 {
        damaged[Int(generator.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: generator.next())
      }
      if let simplified = FeaturePyramid.simplified(damaged) { #expect(ONNXFile(simplified) != nil) }
    }
  }

  @Test(
    .enabled(if: LegibleTestingModels.areInstalled, "no models are installed: run ./legible --setup-only"),
    arguments: ["tiny", "small"])
  func theInstalledDetectorsHaveThreeLevels(model: String) throws {
    let path = LegibleTestingModels.detection.replacing("tiny", with: model)
    let bytes = try Array(Data(contentsOf: URL(filePath: path)))
    let simplified = try #require(FeaturePyramid.simplified(bytes))
    let file = try #require(ONNXFile(simplified))
    #expect(file.nodes.filter { $0.name.hasSuffix("/legible/smaller") }.count == 3)
    let new = try unmade(simplified).subtracting(unmade(bytes))
    #expect(new.allSatisfy { $0.contains("legible/") }, "\(new)")
    #expect(UpsamplingHead.simplified(simplified) != nil)
  }
}
