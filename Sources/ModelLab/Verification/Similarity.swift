/// How alike two tensors are, measured as TPU-MLIR's comparison of `.npz` files does it.
///
/// For the elements *a* of the reference and *b* of the other tensor:
///
///     cosine    = Σ a·b ÷ (√Σ a² · √Σ b²)
///     euclidean = 1 − √Σ (a − b)² ÷ √Σ ((a + b) ÷ 2)²
///
/// Equal tensors have 1 and 1. The cosine lies in −1…1 and does not see a common factor; the Euclidean similarity does,
/// is at most 1 and may be negative. As there, a NaN counts as 0, and where a sum is infinite the Euclidean similarity
/// is 0. Both are rounded to six places.
public struct Similarity: Hashable, Codable, Sendable {
  /// The cosine of the angle between the tensors.
  public var cosine: Double
  /// One minus the distance, relative to the length of the mean of both.
  public var euclidean: Double

  /// Two figures.
  public init(cosine: Double, euclidean: Double) {
    self.cosine = cosine.roundedFigure
    self.euclidean = euclidean.roundedFigure
  }

  /// The similarity of two lists of the same length.
  public init(of reference: [Float], and other: [Float]) {
    var sums = SimilaritySums()
    reference.withUnsafeBufferPointer { a in other.withUnsafeBufferPointer { b in sums.add(a, b) } }
    self = sums.similarity
  }
}

/// The sums that a similarity is made of: those of several tensors give the similarity of all of them laid end to end.
struct SimilaritySums: Sendable {
  private var product = 0.0
  private var reference = 0.0
  private var other = 0.0
  private var difference = 0.0
  private var total = 0.0
  /// Elements of the other tensor that are NaN or infinite while the reference's are not.
  private(set) var broken = 0

  /// Adds a pair of tensors.
  mutating func add(_ a: UnsafeBufferPointer<Float>, _ b: UnsafeBufferPointer<Float>) {
    precondition(a.count == b.count, "tensors of one size are compared")
    for i in 0..<a.count {
      if a[i].isFinite, !b[i].isFinite { broken += 1 }
      let x = a[i].isNaN ? 0 : Double(a[i])
      let y = b[i].isNaN ? 0 : Double(b[i])
      product += x * y
      reference += x * x
      other += y * y
      difference += (x - y) * (x - y)
      total += (x + y) * (x + y)
    }
  }

  /// The similarity of what was added.
  var similarity: Similarity {
    if difference == 0 { return Similarity(cosine: 1, euclidean: 1) }
    let lengths = reference.squareRoot() * other.squareRoot()
    let cosine = product / lengths
    let euclidean = 1 - difference.squareRoot() / (total.squareRoot() / 2)
    return Similarity(
      cosine: cosine.isFinite ? max(-1, min(1, cosine)) : 0, euclidean: euclidean.isFinite ? euclidean : 0)
  }
}

extension Double {
  /// Six places: what reports show, and what verdicts are about.
  var roundedFigure: Double { (self * 1e6).rounded() / 1e6 }
}
