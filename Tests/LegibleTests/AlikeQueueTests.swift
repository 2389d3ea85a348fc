import Dispatch
import Synchronization
import Testing

@testable import Legible

/// In which order threads are given pieces of work.
@Suite struct AlikeQueueTests {
  @Test func oneThreadDoesWhatIsAlikeTogetherAndTheLargestFirst() {
    let sizes = [160, 328, 160, 1600, 328, 160]
    let queue = AlikeQueue(sizes: sizes)
    let order = sizes.indices.map { _ in queue.next(for: 1) }
    #expect(order == [3, 1, 4, 0, 2, 5])
  }

  @Test func aThreadKeepsItsKindWhileAnotherDoesTheNext() {
    let queue = AlikeQueue(sizes: [400, 400, 400, 300, 300, 200])
    let order = (0..<3).flatMap { _ in [queue.next(for: 1), queue.next(for: 2)] }
    // When the second is done with its own, it begins what nobody has begun.
    #expect(order == [0, 3, 1, 4, 2, 5])
  }

  @Test func whoIsDoneHelpsWhereMostIsLeft() {
    let queue = AlikeQueue(sizes: [400, 400, 300, 300, 300, 300, 200])
    let begun = [queue.next(for: 1), queue.next(for: 2), queue.next(for: 3)]
    #expect(begun == [0, 2, 6])
    // 400 are left of the largest, and 900 of the next.
    #expect(queue.next(for: 3) == 3)
    #expect(queue.next(for: 1) == 1)
    // It stays there.
    #expect(queue.next(for: 3) == 4)
    #expect(queue.next(for: 2) == 5)
  }

  /// A long line is read in windows of a width that other lines have, too.
  @Test func piecesOfOneKindMayDifferInSize() {
    let queue = AlikeQueue(sizes: [328, 1700, 1400, 976, 2000], kinds: [328, 976, 1400, 976, 1168])
    let order = (0..<5).map { _ in queue.next(for: 1) }
    #expect(order == [4, 1, 3, 2, 0])
  }

  @Test func everyPieceIsGivenOnce() {
    let sizes = (0..<400).map { 160 + $0 * 7 % 11 }
    let queue = AlikeQueue(sizes: sizes)
    let given = Mutex<[Int]>([])
    DispatchQueue.concurrentPerform(iterations: sizes.count) { _ in
      let piece = queue.next()
      given.withLock { $0.append(piece) }
    }
    #expect(given.withLock { $0.sorted() } == Array(sizes.indices))
  }
}
