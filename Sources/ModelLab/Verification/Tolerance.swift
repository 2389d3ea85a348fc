/// What a converted network has to reach.
public struct Tolerance: Hashable, Codable, Sendable {
  /// The least cosine similarity of each output, over all pictures.
  public var cosine: Double
  /// The least Euclidean similarity of each output, over all pictures.
  public var euclidean: Double
  /// The largest share of the characters of confident lines that may change, 0…1; nil: any.
  public var changedCharacters: Double?
  /// The largest share of boxes that may be lost or found, of the original's boxes, 0 or more; nil: any.
  public var changedBoxes: Double?

  /// A tolerance; the defaults are those of the usual scripts for INT8 on MaixCAM.
  public init(
    cosine: Double = 0.9, euclidean: Double = 0.5, changedCharacters: Double? = nil, changedBoxes: Double? = nil
  ) {
    self.cosine = cosine
    self.euclidean = euclidean
    self.changedCharacters = changedCharacters
    self.changedBoxes = changedBoxes
  }

  /// A tolerance of two numbers as TPU-MLIR writes it, `0.9,0.5`: cosine, Euclidean. Nil unless they are two finite
  /// numbers up to 1.
  public init?(parsing text: String) {
    let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map {
      Double($0.drop { $0 == " " })
    }
    guard numbers.count == 2, let cosine = numbers[0], let euclidean = numbers[1], cosine.isFinite,
      euclidean.isFinite, cosine <= 1, euclidean <= 1
    else { return nil }
    self.init(cosine: cosine, euclidean: euclidean)
  }
}

/// Whether a converted network may be trusted.
public struct Verdict: Hashable, Codable, Sendable {
  /// Whether everything that was asked for was reached.
  public var passed: Bool
  /// What was not reached, a sentence each; empty for a pass.
  public var reasons: [String]

  /// A verdict: passed where there is nothing against it.
  public init(reasons: [String]) {
    passed = reasons.isEmpty
    self.reasons = reasons
  }
}
