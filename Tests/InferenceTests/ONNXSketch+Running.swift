import Foundation
import LegibleTesting
import Testing

@testable import Inference

extension ONNXSketch {
  /// Weights that differ, with both signs.
  static func tensor(_ shape: [Int], seed: Int) -> ONNXTensor {
    let count = shape.reduce(1, *)
    return ONNXTensor(shape: shape, values: (0..<count).map { Float(($0 * 7 + seed * 13) % 19 - 9) / 9 })
  }

  /// Pixels that differ, with both signs, `[1, 3, height, width]`.
  static func picture(_ height: Int, _ width: Int) -> [Float] {
    (0..<3 * height * width).map { Float($0 * 31 % 97) / 97 - 0.4 }
  }

  /// The file of an installed detector, tiny's or small's.
  static func detector(_ model: String) throws -> [UInt8] {
    try Array(Data(contentsOf: URL(filePath: LegibleTestingModels.detection.replacing("tiny", with: model))))
  }

  /// How many nodes of each operation a file has.
  static func operations(_ bytes: [UInt8]) throws -> [String: Int] {
    try #require(ONNXFile(bytes)).nodes.reduce(into: [:]) { $0[$1.operation, default: 0] += 1 }
  }

  /// What nodes take and no node before them makes: constants and inputs, if the file is in order.
  static func unmade(_ bytes: [UInt8]) throws -> Set<String> {
    var (made, unmade): (Set<String>, Set<String>) = ([], [])
    for node in try #require(ONNXFile(bytes)).nodes {
      unmade.formUnion(node.inputs.filter { !made.contains($0) })
      made.formUnion(node.outputs)
    }
    return unmade
  }

  /// What a network makes of `picture(height, width)`, at f32.
  static func run(_ bytes: [UInt8], _ height: Int, _ width: Int) throws -> [Float] {
    try run(bytes, picture(height, width), height: height)
  }

  /// What a network makes of pixels, `[1, 3, height, columns]`, at f32.
  static func run(_ bytes: [UInt8], _ input: [Float], height: Int = 1) throws -> [Float] {
    let path = FileManager.default.temporaryDirectory.appending(path: "legible-\(UUID().uuidString).onnx").path
    try Data(bytes).write(to: URL(filePath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let model = try OpenVINOModel(contentsOf: path, compute: .init(threads: 1, precision: .f32))
    return try input.withUnsafeBytes {
      try model.run([TensorView(shape: [1, 3, height, input.count / 3 / height], elementType: .f32, bytes: $0)]) {
        Array($0[0].floats)
      }
    }
  }

  /// A file with three bytes changed, 4,000 times in another way.
  static func damaged(_ bytes: [UInt8], seed: Int) -> some Sequence<[UInt8]> {
    var generator = RandomNumbers(seed: seed)
    return (0..<4000).lazy.map { _ in
      var damaged = bytes
      for _ in 0..<3 {
        damaged[Int(generator.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: generator.next())
      }
      return damaged
    }
  }
}
