/// How alike the outputs of two networks must be.
public struct Tolerance: Hashable, Sendable {
  /// The least cosine similarity, −1…1.
  public var cosine: Double
  /// The least Euclidean similarity, 1 − |a − b| / |(a + b) / 2| or less as the vendor computes it, at most 1.
  public var euclidean: Double

  /// A tolerance.
  public init(cosine: Double, euclidean: Double) {
    self.cosine = cosine
    self.euclidean = euclidean
  }
}
