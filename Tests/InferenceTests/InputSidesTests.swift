import Failure
import Foundation
import LegibleTesting
import Testing

@testable import Inference

/// Pictures on their way into a network.
@Suite struct InputSidesTests {
  private static let mean: [Float] = [10, 20, 30.0625]
  private static let scale: [Float] = [1, 2, 0.5]

  /// A network that lets all of its input through that is above 0.
  private func model(
    _ sides: InputSides?, order: InputFormat.ChannelOrder = .rgb, precision: ComputeOptions.Precision = .f32
  ) throws -> OpenVINOModel {
    let path = FileManager.default.temporaryDirectory.appending(path: "legible-\(UUID().uuidString).onnx").path
    try Data(ONNXSketch.file(nodes: [ONNXSketch.node("Relu", ["x"], "y")], constants: [:])).write(
      to: URL(filePath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let format = InputFormat(channelOrder: order, mean: Self.mean, scale: Self.scale)
    return try OpenVINOModel(
      contentsOf: path, format: format, sides: sides, compute: .init(threads: 1, precision: precision))
  }

  private func run(_ model: OpenVINOModel, _ height: Int, _ width: Int) throws -> [Float] {
    let bytes = (0..<height * width * 3).map { UInt8($0 * 31 % 256) }
    return try bytes.withUnsafeBytes {
      try model.run([TensorView(shape: [1, height, width, 3], elementType: .u8, bytes: $0)]) { Array($0[0].floats) }
    }
  }

  /// bf16 has eight bits, and is f32 where the processor has none.
  @Test(arguments: [InputFormat.ChannelOrder.rgb, .bgr], [ComputeOptions.Precision.f32, .bf16])
  func everyByteComesToItsPlace(order: InputFormat.ChannelOrder, precision: ComputeOptions.Precision) throws {
    let model = try model(nil, order: order, precision: precision)
    #expect(model.inputs.map(\.shape) == [[1, nil, nil, 3]] && model.inputs.map(\.elementType) == [.u8])
    // The second size needs more room than the first, the third less.
    for (height, width) in [(3, 5), (8, 11), (1, 2)] {
      let found = try run(model, height, width)
      let expected = (0..<3).flatMap { channel in
        (0..<height * width).map { pixel -> Float in
          let byte = (3 * pixel + (order == .rgb ? channel : 2 - channel)) * 31 % 256
          return max(0, (Float(byte) - Self.mean[channel]) * Self.scale[channel])
        }
      }
      #expect(found.count == expected.count)
      for (found, expected) in zip(found, expected) {
        #expect(abs(found - expected) <= (precision == .bf16 ? expected / 256 : 0))
      }
    }
  }

  @Test func severalPicturesAreSeveralTimesPlanes() {
    let bytes = (0..<24).map { UInt8($0) }
    let planes = InputPlanes(InputFormat(channelOrder: .rgb, mean: [1, 1, 1], scale: [2, 2, 2]), precision: .f32)
    let found = bytes.withUnsafeBytes {
      let (shape, values) = planes.planes(of: TensorView(shape: [2, 2, 2, 3], elementType: .u8, bytes: $0))
      return (shape, Array(values.assumingMemoryBound(to: Float.self)))
    }
    #expect(found.0 == [2, 3, 2, 2])
    let picture: [Float] = [0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11]
    #expect(found.1 == (picture + picture.map { 12 + $0 }).map { ($0 - 1) * 2 })
  }

  @Test(arguments: [ComputeOptions.Precision.f32, .bf16])
  func threadsShareOutALargePicture(precision: ComputeOptions.Precision) {
    let (height, width) = (601, 703)
    let bytes = (0..<height * width * 3).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 / 701) }
    func values(_ threads: Int) -> [UInt8] {
      let format = InputFormat(channelOrder: .bgr, mean: [1, 2, 3], scale: [2, 3, 4])
      let planes = InputPlanes(format, precision: precision, threads: threads)
      return bytes.withUnsafeBytes {
        Array(planes.planes(of: TensorView(shape: [1, height, width, 3], elementType: .u8, bytes: $0)).bytes)
      }
    }
    #expect(values(2) == values(1) && values(7) == values(1))
  }

  /// The planes of lines stay where they are, so that the engine need not be told; those of large pictures can be given back.
  @Test func planesStayUntilTheyAreGivenBack() {
    let planes = InputPlanes(InputFormat(channelOrder: .rgb, mean: [0, 0, 0], scale: [1, 1, 1]), precision: .f32)
    func make(_ height: Int, _ width: Int) -> UnsafeRawPointer? {
      let bytes = [UInt8](repeating: 3, count: height * width * 3)
      return bytes.withUnsafeBytes {
        planes.planes(of: TensorView(shape: [1, height, width, 3], elementType: .u8, bytes: $0)).bytes.baseAddress
      }
    }
    let line = make(48, 320)
    #expect(make(48, 160) == line)
    #expect(!planes.giveBackMemory() && make(48, 320) == line)
    let page = make(800, 640)
    #expect(make(640, 800) == page && planes.giveBackMemory())
    #expect(!planes.giveBackMemory(), "nothing is left")
  }

  @Test func whatIsKnownOfTheSidesHolds() throws {
    let known = try model(InputSides(least: 4, height: 8))
    #expect(known.inputs.map(\.shape) == [[1, 8, nil, 3]])
    #expect(try run(known, 8, 40) == run(model(nil), 8, 40))
    #expect { try run(known, 9, 40) } throws: { LegibleError.Code.inferenceFailed ~= $0 }
    let large = try model(InputSides(least: 32))
    #expect(large.inputs.map(\.shape) == [[1, nil, nil, 3]])
    #expect(try run(large, 32, 64) == run(model(nil), 32, 64))
  }

  @Test func whatAModelHasFixedStaysSo() throws {
    let path = LegibleTestingModels.lineOrientation
    guard FileManager.default.fileExists(atPath: path) else { return }
    let format = InputFormat(channelOrder: .bgr, mean: [127.5, 127.5, 127.5], scale: [0.0078, 0.0078, 0.0078])
    let free = try OpenVINOModel(contentsOf: path, format: format)
    let known = try OpenVINOModel(contentsOf: path, format: format, sides: InputSides(least: 4, height: 48))
    for (before, after) in zip(free.inputs[0].shape, known.inputs[0].shape) {
      #expect(before == nil || before == after)
    }
  }
}
