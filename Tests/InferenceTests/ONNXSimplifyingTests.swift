import Foundation
import LegibleTesting
import Testing

@testable import Inference

/// Last layers that are put in another way give what they gave before.
@Suite struct ONNXSimplifyingTests {
  /// A head over three channels, as the detectors have it, computed by hand.
  private func head(_ input: [Float], _ height: Int, _ width: Int, _ first: ONNXTensor, _ second: ONNXTensor) -> [Float]
  {
    func doubled(_ map: [Float], _ h: Int, _ w: Int, _ weights: ONNXTensor, _ then: (Float, Int) -> Float) -> [Float] {
      let (inputs, outputs) = (weights.shape[0], weights.shape[1])
      var result = [Float](repeating: 0, count: outputs * 4 * h * w)
      for o in 0..<outputs {
        for y in 0..<2 * h {
          for x in 0..<2 * w {
            let sum = (0..<inputs).reduce(Float(0)) { sum, i in
              sum + map[(i * h + y / 2) * w + x / 2] * weights.values[((i * outputs + o) * 2 + y % 2) * 2 + x % 2]
            }
            result[(o * 2 * h + y) * 2 * w + x] = then(sum, o)
          }
        }
      }
      return result
    }
    // The middle: a bias of o ÷ 4, then × 2 and + 0.25, then ReLU. The end: − 0.5, then the sigmoid.
    let middle = doubled(input, height, width, first) { max(0, ($0 + Float($1) / 4) * 2 + 0.25) }
    return doubled(middle, 2 * height, 2 * width, second) { sum, _ in 1 / (1 + exp(0.5 - sum)) }
  }

  private func headFile(stride: Int = 2, usesMiddle: Bool = false) -> [UInt8] {
    let first = ONNXSketch.tensor([3, 5, 2, 2], seed: 1)
    let second = ONNXSketch.tensor([5, 1, 2, 2], seed: 2)
    let bias = ONNXTensor(shape: [5], values: (0..<5).map { Float($0) / 4 })
    return ONNXSketch.file(
      nodes: [
        ONNXSketch.node(
          "ConvTranspose", ["x", "w0", "bias"], "a", ["strides": [stride, stride], "kernel_shape": [2, 2]]),
        ONNXSketch.node("Mul", ["a", "two"], "b"), ONNXSketch.node("Add", ["quarters", "b"], "c"),
        ONNXSketch.node("Identity", ["c"], "d"), ONNXSketch.node("Relu", ["d"], "e"),
        ONNXSketch.node("ConvTranspose", ["e", "w1"], "f", ["strides": [2, 2], "pads": [0, 0, 0, 0], "group": [1]]),
        ONNXSketch.node("Add", ["f", "minus"], "g"), ONNXSketch.node("Sigmoid", ["g"], "y"),
      ] + (usesMiddle ? [ONNXSketch.node("Relu", ["e"], "z")] : []),
      constants: [
        "w0": first, "w1": second, "bias": bias, "two": ONNXTensor(shape: [1], values: [2]),
        "quarters": ONNXTensor(shape: [1, 5, 1, 1], values: Array(repeating: 0.25, count: 5)),
        "minus": ONNXTensor(shape: [1, 1, 1, 1], values: [-0.5]),
      ])
  }

  @Test func aHeadAtAQuarterOfTheSizeGivesTheSameMap() throws {
    let bytes = headFile()
    let simplified = try #require(UpsamplingHead.simplified(bytes))
    let file = try #require(ONNXFile(simplified))
    #expect(file.nodes.map(\.operation) == ["Conv", "Relu", "Conv", "Sigmoid", "DepthToSpace"])
    let (height, width) = (6, 4)
    let input = ONNXSketch.picture(height, width)
    let expected = head(
      input, height, width, ONNXSketch.tensor([3, 5, 2, 2], seed: 1), ONNXSketch.tensor([5, 1, 2, 2], seed: 2))
    // What OpenVINOModel loads is simplified by itself; a file that is simplified already is not a second time.
    for found in try [ONNXSketch.run(bytes, height, width), ONNXSketch.run(simplified, height, width)] {
      #expect(found.count == expected.count && zip(found, expected).allSatisfy { abs($0 - $1) < 1e-5 })
    }
    #expect(UpsamplingHead.simplified(simplified) == nil)
  }

  @Test func otherEndsStayAsTheyAre() throws {
    #expect(UpsamplingHead.simplified(headFile(stride: 3)) == nil)
    #expect(UpsamplingHead.simplified(headFile(usesMiddle: true)) == nil)
  }

  @Test(arguments: [false, true]) func aSoftmaxIsLeftOutAndItsInputIsTheOutput(portsFirst: Bool) throws {
    func file(_ attributes: [String: [Int]]) -> [UInt8] {
      ONNXSketch.file(
        nodes: [
          ONNXSketch.node("Conv", ["x", "w0"], "a", ["kernel_shape": [1, 1]]),
          ONNXSketch.node("Softmax", ["a"], "b", attributes), ONNXSketch.node("Identity", ["b"], "y"),
        ], constants: ["w0": ONNXSketch.tensor([2, 3, 1, 1], seed: 1)], portsFirst: portsFirst)
    }
    let simplified = try #require(LogitsOutput.simplified(file(["axis": [-1]])))
    let graph = try #require(ONNXFile(simplified))
    #expect(graph.nodes.map(\.operation) == ["Conv"] && graph.outputs == ["y/legible/logits"])
    let probabilities = try ONNXSketch.run(file(["axis": [-1]]), 2, 3)
    let logits = try ONNXSketch.run(simplified, 2, 3)
    // Rows of three: the softmax of the logits.
    for row in 0..<4 {
      let exponentials = logits[row * 3..<row * 3 + 3].map { exp($0) }
      let sum = exponentials.reduce(0, +)
      for i in 0..<3 { #expect(abs(exponentials[i] / sum - probabilities[row * 3 + i]) < 1e-5) }
    }
    #expect(LogitsOutput.simplified(file(["axis": [1]])) == nil && LogitsOutput.simplified(headFile()) == nil)
  }

  /// Whatever is in the file, nothing crashes, and what comes out can be read again.
  @Test func damagedFilesAreLeftAlone() {
    let bytes = headFile()
    // Without its last field, the version of the operations, the file is whole again.
    for count in 0..<bytes.count where count != bytes.count - 4 {
      let isLeftAlone = UpsamplingHead.simplified(Array(bytes.prefix(count))) == nil
      #expect(isLeftAlone, "\(count) bytes")
    }
    var generator = RandomNumbers(seed: 5)
    for _ in 0..<4000 {
      var damaged = bytes
      for _ in 0..<3 {
        damaged[Int(generator.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: generator.next())
      }
      if let simplified = UpsamplingHead.simplified(damaged) { #expect(ONNXFile(simplified) != nil) }
    }
  }

  @Test(.enabled(if: LegibleTestingModels.areInstalled, "no models are installed: run ./legible --setup-only"))
  func theInstalledDetectorIsSimplified() throws {
    let bytes = try Array(Data(contentsOf: URL(filePath: LegibleTestingModels.detection)))
    #expect(UpsamplingHead.simplified(bytes) != nil)
    let recogniser = try Array(Data(contentsOf: URL(filePath: LegibleTestingModels.lineOrientation)))
    #expect(UpsamplingHead.simplified(recogniser) == nil)
  }
}

/// Small ONNX files, with one input `x` of three channels and one output `y`.
enum ONNXSketch {
  static func node(
    _ operation: String, _ inputs: [String], _ output: String, _ attributes: [String: [Int]] = [:],
    numbers: [String: Float] = [:], texts: [String: String] = [:]
  ) -> [UInt8] {
    func text(_ number: Int, _ text: String) -> [UInt8] { ProtobufFields.field(number, Array(text.utf8)) }
    let lists = attributes.flatMap { name, values -> [UInt8] in
      // AttributeType: 2 is INT, 7 INTS.
      let isList = !["axis", "group"].contains(name)
      return ProtobufFields.field(
        5,
        text(1, name) + values.flatMap { ProtobufFields.field(isList ? 8 : 3, value: $0) }
          + ProtobufFields.field(20, value: isList ? 7 : 2))
    }
    // 1 is FLOAT.
    let floats = numbers.flatMap { name, value -> [UInt8] in
      let bits = withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) }
      // Of field 2, 4 bytes.
      return ProtobufFields.field(5, text(1, name) + [2 << 3 | 5] + bits + ProtobufFields.field(20, value: 1))
    }
    // 3 is STRING.
    let strings = texts.flatMap { name, value in
      ProtobufFields.field(5, text(1, name) + text(4, value) + ProtobufFields.field(20, value: 3))
    }
    return inputs.flatMap { text(1, $0) } + text(2, output) + text(3, output) + text(4, operation) + lists + floats
      + strings
  }

  /// - Parameter portsFirst: whether the input and the output stand before the nodes, as they may.
  static func file(
    nodes: [[UInt8]], constants: [String: ONNXTensor], operatorSet: Int = 13, portsFirst: Bool = false
  ) -> [UInt8] {
    func port(_ name: String, _ sides: [Int?]) -> [UInt8] {
      let dimensions = sides.flatMap { side in
        ProtobufFields.field(
          1, side.map { ProtobufFields.field(1, value: $0) } ?? ProtobufFields.field(2, Array("side".utf8)))
      }
      // TypeProto.tensor_type: elem_type 1 is float; shape.
      let tensor = ProtobufFields.field(1, value: 1) + ProtobufFields.field(2, dimensions)
      return ProtobufFields.field(1, Array(name.utf8)) + ProtobufFields.field(2, ProtobufFields.field(1, tensor))
    }
    let ports =
      ProtobufFields.field(11, port("x", [1, 3, nil, nil])) + ProtobufFields.field(12, port("y", [nil, nil, nil, nil]))
    let content =
      nodes.flatMap { ProtobufFields.field(1, $0) } + ProtobufFields.field(2, Array("sketch".utf8))
      + constants.sorted { $0.key < $1.key }.flatMap { name, tensor in
        tensor.head(as: name) + tensor.values.withUnsafeBytes { Array($0) }
      }
    let graph = portsFirst ? ports + content : content + ports
    // ir_version 7.
    return ProtobufFields.field(1, value: 7) + ProtobufFields.field(7, graph)
      + ProtobufFields.field(8, ProtobufFields.field(2, value: operatorSet))
  }
}
