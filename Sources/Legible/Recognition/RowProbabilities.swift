#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Makes probabilities of what a cvimodel's recogniser gives.
///
/// The chip computes the softmax's reciprocal in bf16 from a table, so that a column's values are too small together, by
/// up to a half; among each other they are right. PP-OCRv4 gave 0.785, 0.594 and 0.672 where f32 gives 0.999, 0.998 and
/// 0.975; divided by their sums these are 0.998, 0.998 and 0.977. A model that was cut off before its softmax gives
/// logits, which are told by being negative here and there.
enum RowProbabilities {
  /// Sums below this are rounding errors of nothing.
  private static let leastSum: Float = 1e-3

  /// - Parameter values: `rows × classes`, row by row.
  static func restored(_ values: UnsafeBufferPointer<Float>, classes: Int) -> [Float] {
    [Float](unsafeUninitializedCapacity: values.count) { result, count in
      count = values.count
      for start in stride(from: 0, to: values.count, by: classes) {
        let row = UnsafeBufferPointer(rebasing: values[start..<(start + classes)])
        let target = UnsafeMutableBufferPointer(rebasing: result[start..<(start + classes)])
        if let least = row.min(), least < 0 {
          let largest = row.max() ?? 0
          for index in row.indices { target[index] = expf(row[index] - largest) }
        } else {
          _ = target.initialize(from: row)
        }
        let sum = target.reduce(0, +)
        guard sum >= leastSum, sum.isFinite else { continue }
        for index in target.indices { target[index] /= sum }
      }
    }
  }
}
