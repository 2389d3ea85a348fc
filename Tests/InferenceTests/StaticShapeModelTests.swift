import Failure
import Foundation
import LegibleTesting
import Testing

@testable import Inference

@Suite struct ShapeHistoryTests {
  private func answers(_ shapes: [Int]) -> [Bool] {
    var history = ShapeHistory()
    return shapes.map { history.expectsMore(of: [1, $0, $0, 3]) }
  }

  @Test func oneSizeAndTwoLooksAreExpectedAgainOnceTheyCameOften() {
    #expect(answers(Array(repeating: 5, count: 30)) == (1...30).map { $0 >= 24 })
    let looks = answers((0..<80).map { $0 % 2 })
    #expect(looks.prefix(46).allSatisfy { !$0 } && looks.dropFirst(47).allSatisfy { $0 })
  }

  @Test func aFewPicturesAndManySizesAreNoReasonToExpectMore() {
    #expect(answers([5, 8, 5, 8, 5, 8]).allSatisfy { !$0 })
    #expect(answers((0..<200).map { $0 % 28 }).allSatisfy { !$0 })
  }

  @Test func anotherSizeInBetweenChangesNothingAndManyDo() {
    var history = ShapeHistory()
    for _ in 0..<40 { _ = history.expectsMore(of: [5]) }
    _ = history.expectsMore(of: [7])
    #expect(!history.hasPassed([5]) && history.expectsMore(of: [5]))
    for i in 0..<64 { _ = history.expectsMore(of: [100 + i]) }
    #expect(history.hasPassed([5]))
  }
}

/// A real detector, as it is run for one shape and for all of them.
@Suite(.enabled(if: LegibleTestingModels.areInstalled, "no models are installed: run ./legible --setup-only"))
struct StaticShapeModelTests {
  private static let format = InputFormat(channelOrder: .bgr, mean: [123, 116, 103], scale: [0.017, 0.0175, 0.0174])
  private static let bounds = StaticShapeModel.Bounds(smallest: 3 * 64 * 64, kept: 3 * 40_000, network: 3 * 1_000)
  private let compute = ComputeOptions(threads: 2, precision: .f32)

  private func map(_ model: some Model, _ height: Int, _ width: Int) throws -> [Float] {
    let bytes = (0..<height * width * 3).map { UInt8(truncatingIfNeeded: $0 / 7 &* 13) }
    return try bytes.withUnsafeBytes {
      try model.run([TensorView(shape: [1, height, width, 3], elementType: .u8, bytes: $0)]) { outputs in
        #expect(outputs[0].shape == [1, 1, height, width])
        return Array(outputs[0].floats)
      }
    }
  }

  /// Sizes that follow each other, below and above the smallest, more than are kept, and more than count as few.
  @Test func allShapesGiveWhatTheNetworkForAnyShapeGives() throws {
    let path = LegibleTestingModels.detection
    let any = try OpenVINOModel(contentsOf: path, format: Self.format, compute: compute)
    let model = try StaticShapeModel(contentsOf: path, format: Self.format, compute: compute, bounds: Self.bounds)
    #expect(model.inputs == any.inputs && model.outputs == any.outputs)
    let often = Array(repeating: (160, 96), count: 26)
    let sizes =
      [(32, 32)] + often + [(96, 160), (160, 96), (224, 224)] + often.map { ($0.1, $0.0) } + [
        (96, 96), (160, 96), (320, 320),
      ]
    for (height, width) in sizes {
      let (expected, found) = (try map(any, height, width), try map(model, height, width))
      #expect(zip(expected, found).allSatisfy { abs($0 - $1) < 1e-3 }, "\(height) × \(width)")
    }
  }

  @Test func networksOfAShapeAreKeptAndTakenFromTheCache() throws {
    let scratch = try CacheScratch()
    var compute = compute
    compute.cacheFolder = scratch.folder
    func run() throws -> [Float] {
      let model = try StaticShapeModel(
        contentsOf: LegibleTestingModels.detection, format: Self.format, compute: compute, bounds: Self.bounds)
      // The 24th time it is expected to come again.
      return try (0..<24).map { _ in try map(model, 160, 96) }[23]
    }
    let first = try run()
    // One for any shape, one for this.
    let files = try scratch.files
    #expect(files.count == 2)
    #expect(try run() == first)
    #expect(try scratch.files == files)
  }

  /// The network for any shape goes on where no other can be made.
  @Test func aModelWhoseFileIsGoneRunsOn() throws {
    let copy = FileManager.default.temporaryDirectory.appending(path: "legible-\(UUID().uuidString).onnx").path
    try FileManager.default.copyItem(atPath: LegibleTestingModels.detection, toPath: copy)
    let model = try StaticShapeModel(contentsOf: copy, format: Self.format, compute: compute, bounds: Self.bounds)
    try FileManager.default.removeItem(atPath: copy)
    let first = try map(model, 160, 96)
    for _ in 0..<30 { #expect(try map(model, 160, 96) == first) }
  }

  @Test func aShapeThatTheNetworkCannotTakeIsRefused() throws {
    let model = try StaticShapeModel(
      contentsOf: LegibleTestingModels.lineOrientation, compute: compute,
      bounds: .init(smallest: 1, kept: 1, network: 0))
    let bytes = [UInt8](repeating: 0, count: 12)
    bytes.withUnsafeBytes { bytes in
      let view = TensorView(shape: [1, 2, 2, 3], elementType: .u8, bytes: bytes)
      #expect { try model.run([view]) { _ in 0 } } throws: { LegibleError.Code.inferenceFailed ~= $0 }
    }
  }
}
