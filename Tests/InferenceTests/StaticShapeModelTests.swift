import Failure
import LegibleTesting
import Testing

@testable import Inference

@Suite struct ShapeHistoryTests {
  private func answers(_ shapes: [Int]) -> [Bool] {
    var history = ShapeHistory()
    return shapes.map { history.expectsMore(of: [1, $0, $0, 3]) }
  }

  @Test func oneSizeAndTwoLooksAreExpectedAgain() {
    #expect(answers([5, 5, 5, 5]) == [false, false, true, true])
    #expect(answers([5, 8, 5, 8, 5, 8, 5, 8, 5, 8, 5, 8]).dropFirst(2).allSatisfy { $0 })
  }

  @Test func aSinglePictureIsNoReasonToExpectMore() {
    #expect(answers([5, 8]) == [false, false])
  }

  @Test func manySizesAreNot() {
    #expect(answers(Array(1...20)) == [false, false, true] + Array(repeating: false, count: 17))
  }

  @Test func oneSizeIsExpectedAgainSoonAfterMany() {
    #expect(answers(Array(1...20) + Array(repeating: 5, count: 8)).last == true)
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
    let sizes = [
      (32, 32), (160, 96), (96, 160), (160, 96), (224, 224), (32, 64), (96, 96), (128, 96), (160, 96), (320, 320),
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
      // The third time it is expected to come again.
      return try (0..<3).map { _ in try map(model, 160, 96) }[2]
    }
    let first = try run()
    // One for any shape, one for this.
    let files = try scratch.files
    #expect(files.count == 2)
    #expect(try run() == first)
    #expect(try scratch.files == files)
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
