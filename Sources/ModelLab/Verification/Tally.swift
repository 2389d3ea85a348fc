internal import Failure
internal import Raster

/// What is summed up over the pictures of a comparison.
struct Tally: Sendable {
  private struct Output {
    var name: String
    var sums = SimilaritySums()
    var worst = Similarity(cosine: 1, euclidean: 1)
    var worstPicture = ""
  }

  private var sums: [Output] = []
  /// What both detectors call text.
  var overlap = MapOverlap()
  /// Pictures whose outputs could not be compared.
  private(set) var skipped = 0

  /// Adds what two networks gave for a picture, run by run.
  ///
  /// - Returns: the similarity of the first outputs; nil where the networks ran a different number of times.
  /// - Throws: `unsuitableModel` where the outputs are of different numbers or sizes.
  mutating func add(
    _ original: [[RecordedTensor]], _ converted: [[RecordedTensor]], picture: String, names: (String, String)
  ) throws(LegibleError) -> Similarity? {
    guard original.count == converted.count, let count = original.first?.count else {
      skipped += 1
      return nil
    }
    var here = [SimilaritySums](repeating: SimilaritySums(), count: count)
    for (a, b) in zip(original, converted) {
      guard a.count == b.count, a.count == count else {
        throw LegibleError(
          .unsuitableModel, "\(names.0) has \(a.count) outputs and \(names.1) \(b.count): they cannot be compared.")
      }
      for (k, (x, y)) in zip(a, b).enumerated() {
        guard x.values.count == y.values.count else {
          throw LegibleError(
            .unsuitableModel,
            """
            For \(picture), \(names.0) gives an output \(x.shape) and \(names.1) one \(y.shape): they cannot be \
            compared. Was it converted from this network, for this size?
            """)
        }
        if sums.count <= k { sums.append(Output(name: x.name, worstPicture: picture)) }
        x.values.withUnsafeBufferPointer { p in
          y.values.withUnsafeBufferPointer { q in
            here[k].add(p, q)
            sums[k].sums.add(p, q)
          }
        }
      }
    }
    for k in 0..<count {
      let similarity = here[k].similarity
      if (similarity.euclidean, similarity.cosine) < (sums[k].worst.euclidean, sums[k].worst.cosine) {
        (sums[k].worst, sums[k].worstPicture) = (similarity, picture)
      }
    }
    return here[0].similarity
  }

  /// How alike each output is.
  var outputs: [NetworkVerification.OutputSimilarity] {
    sums.map {
      NetworkVerification.OutputSimilarity(
        name: $0.name, similarity: $0.sums.similarity, worst: $0.worst, worstPicture: $0.worstPicture,
        broken: $0.sums.broken)
    }
  }
}
