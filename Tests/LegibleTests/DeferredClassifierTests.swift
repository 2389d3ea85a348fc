import LegibleTesting
import Synchronization
import Testing

@testable import Legible

/// A classifier that is loaded when it is first asked.
@Suite struct DeferredClassifierTests {
  private static let image = Image(size: Size(width: 60, height: 20))

  /// A read that was cancelled while it loaded must not spoil the reader for those after it.
  @Test func itIsLoadedOnceAndTriedAgainWhereThatFailed() throws {
    let loads = Mutex(0)
    let classifier = OrientationClassifier(model: .init(linePath: "fake")) {
      try loads.withLock { loads in
        loads += 1
        if loads == 1 { throw CancellationError() }
      }
      return try OrientationClassifier(
        model: .init(linePath: "fake"),
        network: FakeModel(input: [1, 48, 192, 3], output: [1, 2]) { _, _ in ([1, 2], [0.1, 0.9]) })
    }
    #expect(throws: CancellationError.self) { try classifier.classify(Self.image) }
    for _ in 0..<3 { #expect(try classifier.classify(Self.image).quarterTurns == 2) }
    #expect(loads.withLock { $0 } == 2)
  }
}
