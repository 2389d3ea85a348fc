import Failure
import Foundation
@testable import Inference
import LegibleTesting
import Synchronization
import Testing

/// Bad model files get an error that says what is wrong; nothing crashes.
@Suite struct OpenVINOModelTests {
  @Test func aMissingFileIsNamed() {
    #expect { try OpenVINOModel(contentsOf: "/nowhere/x.onnx") } throws: {
      LegibleError.Code.modelNotFound ~= $0 && "\($0)".contains("/nowhere/x.onnx")
    }
  }

  @Test(arguments: ["", "no model at all", "\u{08}\u{01}\u{12}\u{FF}"]) func aDamagedFileIsRefused(text: String) throws
  {
    let path = FileManager.default.temporaryDirectory.appending(path: "legible-\(UUID().uuidString).onnx").path
    try Data(text.utf8).write(to: URL(filePath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect { try OpenVINOModel(contentsOf: path) } throws: {
      LegibleError.Code.unreadableModel ~= $0 && "\($0)".contains(path)
    }
  }
}

/// Runs of a real network, the smallest that is installed.
@Suite(.enabled(if: LegibleTestingModels.areInstalled, "no models are installed: run ./legible --setup-only"))
struct OpenVINORunTests {
  static let path = LegibleTestingModels.lineOrientation
  static let format = InputFormat(channelOrder: .bgr, mean: [127.5, 127.5, 127.5], scale: [0.0078, 0.0078, 0.0078])

  struct Stop: Error {}

  func run(_ model: OpenVINOModel, fails: Bool = false) throws -> Float {
    let bytes = [UInt8](repeating: 200, count: 48 * 192 * 3)
    return try bytes.withUnsafeBytes {
      try model.run([TensorView(shape: [1, 48, 192, 3], elementType: .u8, bytes: $0)]) { outputs in
        if fails { throw Stop() }
        return outputs[0].floats[0] + outputs[0].floats[1]
      }
    }
  }

  @Test func takesBytesAndGivesProbabilities() throws {
    let model = try OpenVINOModel(contentsOf: Self.path, format: Self.format, compute: .init(precision: .f32))
    #expect(model.inputs.map(\.elementType) == [.u8])
    #expect(abs(try run(model) - 1) < 1e-4)
  }

  @Test func aBodyThatThrowsGivesItsRequestBack() throws {
    let model = try OpenVINOModel(contentsOf: Self.path, format: Self.format)
    // With one stream, a request that is not given back would make the next run wait for ever.
    for _ in 0..<3 { #expect(throws: Stop.self) { try run(model, fails: true) } }
    #expect(abs(try run(model) - 1) < 1e-2)
  }

  @Test func moreCallersThanStreamsTakeTurns() throws {
    let model = try OpenVINOModel(
      contentsOf: Self.path, format: Self.format, compute: .init(threads: 2, precision: .f32), streams: 2)
    let sums = Mutex<[Float]>([])
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      let sum = (try? run(model)) ?? 0
      sums.withLock { $0.append(sum) }
    }
    #expect(sums.withLock { $0.count == 8 && $0.allSatisfy { abs($0 - 1) < 1e-4 } })
  }

  /// Further streams are made when they are first needed; where that cannot be, the others do their work.
  @Test func aModelWhoseFileIsGoneRunsOn() throws {
    let scratch = FileManager.default.temporaryDirectory.appending(path: "legible-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    let copy = scratch.appending(path: "model.onnx").path
    try FileManager.default.copyItem(atPath: Self.path, toPath: copy)
    let model = try OpenVINOModel(
      contentsOf: copy, format: Self.format, compute: .init(threads: 3, precision: .f32), streams: 3)
    try FileManager.default.removeItem(atPath: copy)
    let sums = Mutex<[Float]>([])
    DispatchQueue.concurrentPerform(iterations: 9) { _ in
      let sum = (try? run(model)) ?? 0
      sums.withLock { $0.append(sum) }
    }
    #expect(sums.withLock { $0.count == 9 && $0.allSatisfy { abs($0 - 1) < 1e-4 } })
  }

  /// No stream computes with another network than the others.
  @Test func aModelWhoseFileIsReplacedStaysWhatItWas() throws {
    let copy = FileManager.default.temporaryDirectory.appending(path: "legible-\(UUID().uuidString).onnx").path
    defer { try? FileManager.default.removeItem(atPath: copy) }
    func put(_ path: String) throws {
      try? FileManager.default.removeItem(atPath: copy)
      try FileManager.default.copyItem(atPath: path, toPath: copy)
    }
    for (other, streams) in [(Self.path, 2), (LegibleTestingModels.detection, 1)] {
      try put(Self.path)
      let model = try OpenVINOModel(
        contentsOf: copy, format: Self.format, compute: .init(threads: 2, precision: .f32), streams: 2)
      try put(other)
      #expect(model.pool.withAll { $0.count } == streams, "the same file again is as good")
      // What was given up is not waited for, and the rest goes on.
      #expect(model.pool.withAll { $0.count } == streams)
      #expect(abs(try run(model) - 1) < 1e-4)
    }
  }

  @Test func aFormatWithoutThreeMeansIsRefused() throws {
    var format = Self.format
    format.mean = [127.5]
    #expect { try OpenVINOModel(contentsOf: Self.path, format: format) } throws: {
      LegibleError.Code.invalidArgument ~= $0
    }
  }

  @Test(arguments: [1, 2, 3]) func aPreparedShapeRunsAsBefore(streams: Int) throws {
    let model = try OpenVINOModel(
      contentsOf: Self.path, format: Self.format, compute: .init(threads: streams, precision: .f32), streams: streams)
    model.prepare([1, 48, 192, 3])
    #expect(abs(try run(model) - 1) < 1e-4)
    // What it does not take is passed over.
    model.prepare([2, 3])
    #expect(abs(try run(model) - 1) < 1e-4)
  }

  @Test func aWrongNumberOrShapeOfInputsIsRefused() throws {
    let model = try OpenVINOModel(contentsOf: Self.path, format: Self.format)
    #expect { try model.run([]) { _ in 0 } } throws: { LegibleError.Code.inferenceFailed ~= $0 }
    let bytes = [UInt8](repeating: 0, count: 12)
    bytes.withUnsafeBytes { bytes in
      let view = TensorView(shape: [2, 2, 3], elementType: .u8, bytes: bytes)
      #expect { try model.run([view]) { _ in 0 } } throws: { LegibleError.Code.inferenceFailed ~= $0 }
    }
  }
}
