@testable import ModelLab
import Testing

/// The figures of docs/verification.md, against values computed by hand.
@Suite struct SimilarityTests {
  @Test func equalTensorsHaveOne() {
    #expect(Similarity(of: [1, -2, 3], and: [1, -2, 3]) == Similarity(cosine: 1, euclidean: 1))
    #expect(Similarity(of: [0, 0], and: [0, 0]) == Similarity(cosine: 1, euclidean: 1))
  }

  @Test func aKnownPair() {
    // a = (3, 4), b = (4, 3): a·b = 24, |a| = |b| = 5; a − b = (−1, 1), (a + b) ÷ 2 = (3.5, 3.5).
    let figures = Similarity(of: [3, 4], and: [4, 3])
    #expect(figures.cosine == 0.96)
    #expect(figures.euclidean == (1 - 2.0.squareRoot() / 24.5.squareRoot()).roundedFigure)
    #expect(figures.euclidean == 0.714286)
  }

  @Test func aCommonFactorIsSeenByTheDistanceAlone() {
    // a − b = −a, (a + b) ÷ 2 = 1.5 a: 1 − 1 ÷ 1.5.
    let figures = Similarity(of: [1, 2, 2], and: [2, 4, 4])
    #expect(figures.cosine == 1)
    #expect(figures.euclidean == 0.333333)
  }

  @Test func oppositeTensorsAreWorse() {
    // (a + b) ÷ 2 = 0: there is nothing to relate the distance to.
    #expect(Similarity(of: [1, 1], and: [-1, -1]) == Similarity(cosine: -1, euclidean: 0))
    // a − b = (1, 0), (a + b) ÷ 2 = (0.5, 0): 1 − 1 ÷ 0.5.
    #expect(Similarity(of: [1, 0], and: [0, 0]) == Similarity(cosine: 0, euclidean: -1))
  }

  @Test func whatIsNoNumberCountsAsZeroAndIsCounted() {
    var sums = SimilaritySums()
    let (a, b): ([Float], [Float]) = ([3, 4, 1], [3, 4, .nan])
    a.withUnsafeBufferPointer { a in b.withUnsafeBufferPointer { sums.add(a, $0) } }
    #expect(sums.broken == 1)
    #expect(sums.similarity == Similarity(of: [3, 4, 1], and: [3, 4, 0]))
    #expect(Similarity(of: [1, 1], and: [1, .infinity]).euclidean == 0)
  }

  @Test func theSumsOfPartsAreThoseOfTheWhole() {
    var sums = SimilaritySums()
    for (a, b) in [([1, 2], [1, 3]), ([5], [4])] as [([Float], [Float])] {
      a.withUnsafeBufferPointer { a in b.withUnsafeBufferPointer { sums.add(a, $0) } }
    }
    #expect(sums.similarity == Similarity(of: [1, 2, 5], and: [1, 3, 4]))
  }

  @Test(arguments: [
    ("0.9,0.5", Tolerance(cosine: 0.9, euclidean: 0.5)), ("0.99, 0.9", Tolerance(cosine: 0.99, euclidean: 0.9)),
    ("1,-1", Tolerance(cosine: 1, euclidean: -1)), ("0.9", nil), ("0.9,0.5,3", nil), ("a,b", nil), ("0.9,nan", nil),
    ("1.5,0.5", nil), ("", nil),
  ]) func tolerancesAreTwoNumbers(_ text: String, _ expected: Tolerance?) {
    #expect(Tolerance(parsing: text) == expected)
  }

  @Test(arguments: [
    (0.5, 4, "0.5000"), (-0.25, 2, "-0.25"), (0.99996, 4, "1.0000"), (12.345, 1, "12.3"), (-0.00001, 2, "0.00"),
  ]) func figuresAreWrittenTheSameEverywhere(_ value: Double, _ places: Int, _ text: String) {
    #expect(Figure.fixed(value, places) == text)
  }
}
