/// One axis of a separable resize: for each target pixel the source pixels under a triangle (linear interpolation) that
/// is widened by the reduction, so that nothing is skipped when a picture is made smaller.
///
/// The filter of Heckbert's "zoom" (1989), which Pillow calls BILINEAR. Weights are 14-bit fixed-point numbers.
struct Resampler {
  static let one: Int16 = 1 << 14

  /// The first source pixel under each target pixel.
  let starts: [Int32]
  /// `stride` weights for each target pixel; they add up to `one`.
  let weights: [Int16]
  /// Source pixels under a target pixel.
  let taps: Int
  /// Weights a target pixel: `taps`, and one that is 0 where these are odd, since they are worked on in pairs.
  let stride: Int

  init(from source: Int, to target: Int) {
    let scale = Double(source) / Double(target)
    let support = max(1, scale)
    let taps = min(source, Int((support * 2).rounded(.up)))
    var starts = [Int32](repeating: 0, count: target)
    let stride = (taps + 1) / 2 * 2
    var weights = [Int16](repeating: 0, count: target * stride)
    var row = [Double](repeating: 0, count: taps)
    for i in 0..<target {
      let center = (Double(i) + 0.5) * scale
      let start = max(0, min(source - taps, Int((center - support).rounded())))
      var sum = 0.0
      for k in 0..<taps {
        row[k] = max(0, 1 - abs(Double(start + k) + 0.5 - center) / support)
        sum += row[k]
      }
      // What rounding leaves over goes to the heaviest weight, so that flat areas keep their value.
      var (rest, heaviest) = (Self.one, 0)
      for k in 0..<taps {
        let weight = Int16((row[k] / sum * Double(Self.one)).rounded())
        weights[i * stride + k] = weight
        rest -= weight
        if weight > weights[i * stride + heaviest] { heaviest = k }
      }
      weights[i * stride + heaviest] += rest
      starts[i] = Int32(start)
    }
    self.starts = starts
    self.weights = weights
    self.taps = taps
    self.stride = stride
  }
}
