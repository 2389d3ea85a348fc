import Foundation
import LegibleTesting

@testable import Inference

extension ONNXSketch {
  /// What a network makes of one row of pixels, `[1, 3, 1, columns]`, at f32.
  static func run(_ bytes: [UInt8], _ input: [Float]) throws -> [Float] {
    let path = FileManager.default.temporaryDirectory.appending(path: "legible-\(UUID().uuidString).onnx").path
    try Data(bytes).write(to: URL(filePath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let model = try OpenVINOModel(contentsOf: path, compute: .init(threads: 1, precision: .f32))
    return try input.withUnsafeBytes {
      try model.run([TensorView(shape: [1, 3, 1, input.count / 3], elementType: .f32, bytes: $0)]) {
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
