import Dispatch
import LegibleTesting
import Synchronization
import Testing

@testable import Inference

/// Which inputs wait for each other.
@Suite struct RecurringShapeModelTests {
  /// A network that is busy until somebody lets it go, and says how many runs it has at once.
  private final class Busy: Sendable {
    let going = DispatchSemaphore(value: 0)
    let begun = DispatchSemaphore(value: 0)
    let isBlocking = Atomic(false)

    var model: FakeModel {
      FakeModel(output: [1]) { [self] _, _ in
        if isBlocking.load(ordering: .relaxed) {
          begun.signal()
          going.wait()
        }
        return ([1], [0])
      }
    }
  }

  private static func run(_ model: RecurringShapeModel, _ side: Int) throws {
    let bytes = [UInt8](repeating: 0, count: 3 * side)
    try bytes.withUnsafeBytes {
      try model.run([TensorView(shape: [1, 1, side, 3], elementType: .u8, bytes: $0)]) { _ in }
    }
  }

  /// How many of two runs at once of the last of some shapes begin, before one ends.
  private func runsAtOnce(after sides: [Int], ofAnyShape: Int = 1) throws -> Int {
    let busy = Busy()
    let model = RecurringShapeModel(busy.model, ofAnyShape: ofAnyShape)
    for side in sides.dropLast() { try Self.run(model, side) }
    busy.isBlocking.store(true, ordering: .relaxed)
    let ends = DispatchGroup()
    for _ in 0..<2 {
      ends.enter()
      DispatchQueue(label: "run").async {
        try? Self.run(model, sides.last!)
        ends.leave()
      }
    }
    busy.begun.wait()
    let isSecond = busy.begun.wait(timeout: .now() + .milliseconds(200)) == .success
    for _ in 0..<2 { busy.going.signal() }
    #expect(ends.wait(timeout: .now() + 60) == .success)
    return isSecond ? 2 : 1
  }

  @Test func shapesThatComeAgainRunSideBySide() throws {
    #expect(try runsAtOnce(after: [Int](repeating: 5, count: 6)) == 2)
    #expect(try runsAtOnce(after: (0..<40).map { 1 + $0 % 6 }) == 2)
  }

  @Test func othersWaitForEachOther() throws {
    #expect(try runsAtOnce(after: [5, 5, 5]) == 1)
    #expect(try runsAtOnce(after: Array(1...40)) == 1)
    #expect(try runsAtOnce(after: Array(1...40), ofAnyShape: 2) == 2)
    #expect(try runsAtOnce(after: [Int](repeating: 5, count: 6) + Array(6...80) + [5]) == 1)
  }
}
