internal import Raster

/// Which boxes of two detectors are the same.
///
/// Pairs are made from the greatest overlap down, each box in one pair at the most; the overlap is the intersection over
/// union of the upright rectangles, as in the scores of docs/accuracy.md.
struct BoxMatching {
  /// Less overlap is no match.
  static let leastOverlap = 0.5

  /// For each of the original's boxes the place of its partner; nil for one that is lost.
  private(set) var partners: [Int?]
  /// Whether each of the other's boxes has a partner; one that has none is found anew.
  private(set) var isMatched: [Bool]

  init(_ original: [Quad], _ other: [Quad]) {
    partners = [Int?](repeating: nil, count: original.count)
    isMatched = [Bool](repeating: false, count: other.count)
    var pairs: [(overlap: Double, i: Int, j: Int)] = []
    let (first, second) = (original.map(\.boundingBox), other.map(\.boundingBox))
    for i in first.indices {
      for j in second.indices {
        let overlap = Self.overlap(first[i], second[j])
        if overlap >= Self.leastOverlap { pairs.append((overlap, i, j)) }
      }
    }
    pairs.sort { ($1.overlap, $0.i, $0.j) < ($0.overlap, $1.i, $1.j) }
    for (_, i, j) in pairs where partners[i] == nil && !isMatched[j] {
      partners[i] = j
      isMatched[j] = true
    }
  }

  static func overlap(_ a: Rect, _ b: Rect) -> Double {
    let common = a.intersection(b)
    guard !common.isEmpty else { return 0 }
    return common.area / (a.area + b.area - common.area)
  }
}

/// How two probability maps agree on where there is text.
struct MapOverlap {
  /// Pixels above the threshold in both, and in either.
  var common = 0
  var either = 0

  /// Counts the pixels of two maps of one size.
  mutating func add(_ a: [Float], _ b: [Float], threshold: Float) {
    for (x, y) in zip(a, b) {
      let (p, q) = (x > threshold, y > threshold)
      if p, q { common += 1 }
      if p || q { either += 1 }
    }
  }

  mutating func add(_ other: MapOverlap) {
    common += other.common
    either += other.either
  }

  /// Intersection over union; 1 where neither sees text.
  var ratio: Double { either > 0 ? (Double(common) / Double(either)).roundedFigure : 1 }
}
