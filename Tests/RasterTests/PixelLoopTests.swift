import CPixels
import CPixelsCopies
import Foundation
import Testing

@testable import Raster

/// The loops of CPixels give the same for every width of SIMD.
@Suite struct PixelLoopTests {
  private let copies: [cpixels_copy] = {
    var copies = [cpixels_copy](repeating: cpixels_copy(), count: 4)
    let count = cpixels_copies(&copies)
    return Array(copies.prefix(Int(count)))
  }()

  private let bytes = Samples.noise(Size(width: 100, height: 12), seed: 6).pixels

  /// What each copy gives, and what the library itself uses here, against the plain copy.
  private func compare<R: Equatable>(_ chosen: R, _ run: (cpixels_copy) -> R) {
    let plain = run(copies[0])
    #expect(chosen == plain, "the chosen copy")
    for copy in copies.dropFirst() { #expect(run(copy) == plain, "\(String(cString: copy.name))") }
  }

  private func written<T>(_ count: Int, _ value: T, _ body: (UnsafeMutablePointer<T>) -> Void) -> [T] {
    var result = [T](repeating: value, count: count + 1)
    result.withUnsafeMutableBufferPointer { body($0.baseAddress!) }
    return result
  }

  @Test(arguments: [1, 2, 7, 90])
  func blending(count: Int) {
    let (x, y, dx, dy) = (Int64(30_000), Int64(400_000), Int64(65_536), Int64(-3000))
    compare(written(count * 3, 9) { cpixels_blend(bytes, 300, x, y, dx, dy, $0, count) }) { copy in
      written(count * 3, 9) { copy.blend(bytes, 300, x, y, dx, dy, $0, count) }
    }
    let xs = (0..<count).map { x + Int64($0) * dx }
    let ys = (0..<count).map { y + Int64($0) * dy }
    compare(written(count * 3, 9) { cpixels_blend_points(bytes, 300, xs, ys, $0, count) }) { copy in
      written(count * 3, 9) { copy.blend_points(bytes, 300, xs, ys, $0, count) }
    }
  }

  @Test(arguments: [1, 15, 64, 289], [0, 1, 128, 255])
  func rows(count: Int, weight: Int32) {
    let lower = Array(bytes[300...])
    compare(written(count, 9) { cpixels_blend_rows(bytes, lower, weight, $0, count) }) { copy in
      written(count, 9) { copy.blend_rows(bytes, lower, weight, $0, count) }
    }
    for weights in [[16384], [100, 16284], [4000, 8384, 4000], [0, 1, 8000, 8000, 383]] as [[Int16]] {
      let sum = written(count, 9) { cpixels_sum_rows(bytes, 300, weights, weights.count, $0, count) }
      compare(sum) { copy in written(count, 9) { copy.sum_rows(bytes, 300, weights, weights.count, $0, count) } }
      compare(written(count, 9) { cpixels_narrow(sum, $0, count) }) { copy in
        written(count, 9) { copy.narrow(sum, $0, count) }
      }
    }
  }

  @Test(arguments: [1, 2, 21, 64, 389, 1200])
  func levels(count: Int) {
    let chosen = written(count * 3, 9) { cpixels_spread(bytes, count, $0) }
    compare(chosen) { copy in written(count * 3, 9) { copy.spread(bytes, count, $0) } }
    #expect(chosen == bytes.prefix(count).flatMap { [$0, $0, $0] } + [9])
  }

  @Test(arguments: [1, 2, 21, 64, 389, 1200])
  func planes(count: Int) {
    let (mean, scale): ([Float], [Float]) = ([123.675, 116.28, 103.53], [0.01712, -0.01751, 0.01743])
    for isReversed: Int32 in [0, 1] {
      let chosen = written(count * 3, Float(9)) {
        cpixels_normalize_f32(bytes, count, mean, scale, isReversed, $0, count)
      }
      compare(chosen) { copy in
        written(count * 3, Float(9)) { copy.normalize_f32(bytes, count, mean, scale, isReversed, $0, count) }
      }
      for channel in 0..<3 {
        let plane = (0..<count).map { pixel in
          (Float(bytes[3 * pixel + (isReversed == 0 ? channel : 2 - channel)]) - mean[channel]) * scale[channel]
        }
        #expect(Array(chosen[channel * count..<(channel + 1) * count]) == plane)
      }
      let rounded = written(count * 3, UInt16(9)) {
        cpixels_normalize_bf16(bytes, count, mean, scale, isReversed, $0, count)
      }
      compare(rounded) { copy in
        written(count * 3, UInt16(9)) { copy.normalize_bf16(bytes, count, mean, scale, isReversed, $0, count) }
      }
      for (value, rounded) in zip(chosen, rounded).prefix(count * 3) {
        // The nearest value with 16 bits: half a step of the eighth bit away at the most.
        let found = Float(bitPattern: UInt32(rounded) << 16)
        #expect(abs(found - value) <= value.binade.magnitude / 256)
      }
    }
  }

  @Test(arguments: [1, 2, 3], [1, 5, 30])
  func scaling(pairs: Int, count: Int) {
    // The largest values that there are: no sum leaves 32 bits.
    let row = bytes.map { $0 > 60 ? Int16(32640) : Int16($0) }
    let starts = (0..<count).map { Int32($0 * 2) }
    let weights = (0..<(count * pairs * 2)).map { i -> Int16 in
      i % (pairs * 2) == 0 ? 16384 - Int16(pairs * 2 - 1) * 1000 : 1000
    }
    compare(written(count * 3, 9) { cpixels_scale(row, starts, weights, pairs, 1 << 20, 21, $0, count) }) { copy in
      written(count * 3, 9) { copy.scale(row, starts, weights, pairs, 1 << 20, 21, $0, count) }
    }
  }

  /// Small rows, rows with a rest, and one with more blocks than are written down; values near the largest and far from it.
  @Test(arguments: [1, 31, 32, 33, 6906, 40_001], [160, 25])
  func softmax(count: Int, fineness: Float) {
    var random = Random(seed: 3)
    let largest: Float = 7
    let values = (0..<count).map { _ in largest - Float(random.next() >> 50) / fineness } + [largest]
    let exact = values.reduce(0.0) { $0 + exp(Double($1 - largest)) }
    typealias Loop = (UnsafePointer<Float>, Int, UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>) -> Int
    func found(_ loop: Loop, _ values: [Float]) -> [Float] {
      var (largest, sum): (Float, Float) = (0, 0)
      let index = loop(values, values.count, &largest, &sum)
      return [Float(index), largest, sum]
    }
    let result = found(cpixels_softmax, values)
    #expect(result[0] == Float(values.firstIndex(of: largest)!) && result[1] == largest)
    #expect(abs(Double(result[2]) / exact - 1) < 2e-6)
    compare(result) { found($0.softmax, values) }
    for value in values.prefix(9) {
      #expect(abs(Double(cpixels_exponential(value - largest)) / exp(Double(max(-87, value - largest))) - 1) < 1e-5)
    }

    // What is far below adds nothing, however much there is of it, and what is just not so does.
    let far = values.map { $0 - 1000 } + [largest] + [Float](repeating: largest - 17.5, count: 1024)
    #expect(abs(Double(found(cpixels_softmax, far)[2]) - 1 - 1024 * exp(-17.5)) < 3e-6)
    let broken = found(cpixels_softmax, [Float](repeating: .nan, count: count))
    #expect(broken[0] == -1)
    // Of one that is no number, whatever its bits, the sum is none.
    for bits in [0x7FC0_0001, 0xFFFF_FFFF] as [UInt32] {
      #expect(cpixels_exponential(Float(bitPattern: bits)).isNaN)
      #expect(found(cpixels_softmax, values + [Float(bitPattern: bits)])[2].isNaN)
    }
  }

  @Test(arguments: [1, 31, 512, 513, 1500])
  func searching(count: Int) {
    var random = Random(seed: 2)
    for trial in 0..<40 {
      // Few levels, so that the largest stands in several places; NaN and infinities among them.
      var values = (0..<count).map { _ in Float(random.next() >> 60) / 16 }
      for special in [Float.nan, .infinity, -.infinity] where trial % 4 == 0 {
        values[Int(random.next() >> 33) % count] = special
      }
      if trial == 1 { values = values.map { _ in .nan } }
      let best = values.filter { $0 > -.infinity }.max()
      let expected = best.flatMap { best in values.firstIndex { $0 == best } } ?? -1
      let threshold: Float = 0.9
      let above = values.firstIndex { $0 > threshold } ?? count
      func largest(_ body: (UnsafePointer<Float>, Int, UnsafeMutablePointer<Float>) -> Int) -> [Float] {
        var value: Float = 0
        let index = body(values, count, &value)
        return [Float(index), value]
      }
      #expect(largest(cpixels_largest)[0] == Float(expected))
      compare(largest(cpixels_largest)) { largest($0.largest) }
      #expect(cpixels_next_above(values, 0, count, threshold) == above)
      compare(cpixels_next_above(values, 0, count, threshold)) { $0.next_above(values, 0, count, threshold) }
    }
  }
}
