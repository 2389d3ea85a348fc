import LegibleTesting
import Testing

@testable import Inference

/// A convolution over enlarged maps that is done at their own size gives what it gave before.
@Suite struct EnlargedMapsTests {
  /// Maps of the whole, a half, a quarter and an eighth of the size, joined for a convolution.
  ///
  /// - Parameters:
  ///   - isWholeFirst: the order in which they are joined.
  ///   - then: what comes behind the enlarging; `Relu` does nothing there, and is nothing that is known.
  ///   - rounding: how the enlarging finds a value's place.
  ///   - times: how much the half is enlarged, of the map that is left of it.
  ///   - stride: the convolution's.
  ///   - usesEnlarged: whether an enlarged map is needed elsewhere, too.
  ///   - isGated: whether the largest map has a gate, as `FeaturePyramid` leaves them.
  private static func file(
    isWholeFirst: Bool = false, then: String = "Identity", rounding: String = "floor", times: Float = 2,
    stride: Int = 1, bias: Bool = true, usesEnlarged: Bool = false, isGated: Bool = false
  ) -> [UInt8] {
    func map(_ size: Int, _ channels: String) -> [[UInt8]] {
      let sides = ["kernel_shape": [size, size], "strides": [size, size]]
      return [
        ONNXSketch.node("MaxPool", ["x"], "pool.\(size)", sides),
        ONNXSketch.node("Conv", ["pool.\(size)", "w.\(channels)"], "c.\(size)", ["kernel_shape": [1, 1]]),
        ONNXSketch.node("Relu", ["c.\(size)"], "map.\(size)"),
      ]
    }
    func enlarged(_ size: Int, _ map: String) -> [[UInt8]] {
      [
        ONNXSketch.node(
          "Resize", [map, "", "times.\(size)"], "up.\(size)",
          texts: ["mode": "nearest", "coordinate_transformation_mode": "asymmetric", "nearest_mode": rounding]),
        ONNXSketch.node(then, ["up.\(size)"], "join.\(size)"),
      ]
    }
    let gate = [
      ONNXSketch.node("GlobalAveragePool", ["map.2"], "mean"), ONNXSketch.node("HardSigmoid", ["mean"], "gate"),
      ONNXSketch.node("Mul", ["gate", "map.2"], "gated"),
    ]
    let largest = [
      ONNXSketch.node("GlobalAveragePool", ["map.1"], "mean.1"), ONNXSketch.node("HardSigmoid", ["mean.1"], "gate.1"),
      ONNXSketch.node("Add", ["gate.1", FeaturePyramid.one], "scale"),
      ONNXSketch.node("Mul", ["map.1", "scale"], "own"),
      ONNXSketch.node("Identity", ["own"], "own.same"),
    ]
    let maps = ["join.8", "join.4", "join.2", isGated ? "own.same" : "map.1"]
    let nodes =
      map(1, "2") + (isGated ? largest : []) + map(2, "3") + map(4, "1") + map(8, "3") + gate + enlarged(8, "map.8")
      + enlarged(4, "map.4")
      + enlarged(2, "gated")
      + [
        ONNXSketch.node("Concat", isWholeFirst ? maps.reversed() : maps, "joined", ["axis": [1]]),
        ONNXSketch.node("Identity", ["joined"], "same"),
        ONNXSketch.node(
          "Conv", ["same", "weights"] + (bias ? ["bias"] : []), usesEnlarged ? "sum" : "y",
          ["kernel_shape": [3, 3], "pads": [1, 1, 1, 1], "strides": [stride, stride]]),
      ] + (usesEnlarged ? [ONNXSketch.node("Concat", ["sum", "up.8"], "y", ["axis": [1]])] : [])
    return ONNXSketch.file(
      nodes: nodes,
      constants: [
        "w.1": ONNXSketch.tensor([1, 3, 1, 1], seed: 1), "w.2": ONNXSketch.tensor([2, 3, 1, 1], seed: 2),
        "w.3": ONNXSketch.tensor([3, 3, 1, 1], seed: 3), "weights": ONNXSketch.tensor([4, 9, 3, 3], seed: 4),
        "bias": ONNXSketch.tensor([4], seed: 5), "times.8": ONNXTensor(shape: [4], values: [1, 1, 8, 8]),
        "times.4": ONNXTensor(shape: [4], values: [1, 1, 4, 4]),
        "times.2": ONNXTensor(shape: [4], values: [1, 1, times, times]),
        FeaturePyramid.one: ONNXTensor(shape: [1], values: [1]),
      ])
  }

  @Test(arguments: [(true, true, false), (false, false, false), (false, true, true)])
  func theSumIsWhatTheEnlargedMapsGave(isWholeFirst: Bool, bias: Bool, isGated: Bool) throws {
    let asItWas = Self.file(isWholeFirst: isWholeFirst, then: "Relu", bias: bias, isGated: isGated)
    #expect(EnlargedMaps.simplified(asItWas) == nil)
    let bytes = Self.file(isWholeFirst: isWholeFirst, bias: bias, isGated: isGated)
    let simplified = try #require(EnlargedMaps.simplified(bytes))
    let count = try ONNXSketch.operations(simplified)
    #expect(count["Resize"] == 2 && count["DepthToSpace"] == 1 && count["Concat"] == 1)
    #expect(
      try ONNXSketch.unmade(simplified).subtracting(ONNXSketch.unmade(bytes)).allSatisfy { $0.contains("legible/") })
    for (height, width) in [(16, 24), (8, 8)] {
      let expected = try ONNXSketch.run(asItWas, height, width)
      // What is loaded is a file as it was; what is changed already is not a second time.
      for found in try [ONNXSketch.run(bytes, height, width), ONNXSketch.run(simplified, height, width)] {
        #expect(found.count == expected.count && zip(found, expected).allSatisfy { abs($0 - $1) < 1e-4 })
      }
    }
    #expect(EnlargedMaps.simplified(simplified) == nil)
  }

  /// Else buffers of all levels are kept while the largest is computed.
  @Test func theSmallerLevelsAreComputedBeforeTheLargest() throws {
    func simplified(isGated: Bool) throws -> [ONNXNode] {
      let simplified = try #require(EnlargedMaps.simplified(Self.file(isGated: isGated)))
      return try #require(ONNXFile(simplified)).nodes
    }
    let nodes = try simplified(isGated: true)
    let names = nodes.map(\.name)
    let joined = try #require(names.firstIndex { $0.hasSuffix("/joined") })
    let scale = try #require(names.firstIndex(of: "scale"))
    #expect(scale > joined && nodes[scale].inputs == ["gate.1", "y/legible/joined/one"])
    #expect(try #require(names.firstIndex(of: "own")) > scale && names.count(where: { $0 == "own.same" }) == 1)
    // Without a gate nothing is moved.
    #expect(try !simplified(isGated: false).contains { $0.name.hasSuffix("/one") })
  }

  @Test func whatIsOtherwiseStaysAsItIs() {
    // Other values are repeated; not as often as sizes tell; fewer places are asked for; an enlarged map is needed.
    #expect(EnlargedMaps.simplified(Self.file(rounding: "ceil")) == nil)
    #expect(EnlargedMaps.simplified(Self.file(times: 3)) == nil)
    #expect(EnlargedMaps.simplified(Self.file(stride: 2)) == nil)
    #expect(EnlargedMaps.simplified(Self.file(usesEnlarged: true)) == nil)
    for damaged in ONNXSketch.damaged(Self.file(isGated: true), seed: 9) {
      if let simplified = EnlargedMaps.simplified(damaged) { #expect(ONNXFile(simplified) != nil) }
    }
  }

  /// Their figures are compared with ONNX Runtime's by `FamilyTests`.
  @Test(
    .enabled(if: LegibleTestingModels.areInstalled, "no models are installed: run ./legible --setup-only"),
    arguments: ["tiny", "small"])
  func theInstalledDetectorsHaveOne(model: String) throws {
    let bytes = try ONNXSketch.detector(model)
    let pyramid = try #require(FeaturePyramid.simplified(bytes))
    let simplified = try #require(EnlargedMaps.simplified(pyramid))
    #expect(
      try ONNXSketch.unmade(simplified).subtracting(ONNXSketch.unmade(pyramid)).allSatisfy { $0.contains("legible/") })
    let file = try #require(ONNXFile(simplified))
    #expect(file.nodes.contains { $0.name.hasSuffix("/legible/joined/one") })
    let (before, after) = try (ONNXSketch.operations(bytes), ONNXSketch.operations(simplified))
    #expect(after["Resize"] == before["Resize"]! - 1 && after["DepthToSpace"] == 1)
  }
}
