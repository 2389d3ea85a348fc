import Failure
import LegibleTesting
import Synchronization
import Testing

@testable import Inference

/// Which of its two networks runs.
@Suite struct RecurringShapeModelTests {
  private func model(_ answer: Float) -> FakeModel { FakeModel(output: [1]) { _, _ in ([1], [answer]) } }

  /// 1 for each run of the network for any shape, 2 for the other's.
  private func answers(_ model: RecurringShapeModel, _ sides: [Int], areParts: Bool = false) throws -> [Float] {
    try sides.map { side in
      try [UInt8](repeating: 0, count: 3 * side).withUnsafeBytes {
        let inputs = [TensorView(shape: [1, 1, side, 3], elementType: .u8, bytes: $0)]
        return areParts
          ? try model.runPart(inputs) { $0[0].floats[0] } : try model.run(inputs) { $0[0].floats[0] }
      }
    }
  }

  @Test func whatComesAgainHasANetworkOfItsOwn() throws {
    let made = Atomic(0)
    let recurring = RecurringShapeModel(model(1)) {
      made.add(1, ordering: .relaxed)
      return self.model(2)
    }
    let first = try answers(recurring, [Int](repeating: 5, count: 11) + [8, 5])
    #expect(first == [Float](repeating: 1, count: 9) + [2, 2, 1, 2])
    let looks = try answers(recurring, (0..<36).map { 5 + $0 % 3 })
    #expect(looks.suffix(6).allSatisfy { $0 == 2 })
    #expect(made.load(ordering: .relaxed) == 1)
  }

  /// One picture may have many parts: they are no reason for another network, but where there is one they go through it.
  @Test func partsOfOnePictureAreNoReasonForOne() throws {
    let made = Atomic(0)
    let recurring = RecurringShapeModel(model(1)) {
      made.add(1, ordering: .relaxed)
      return self.model(2)
    }
    #expect(try answers(recurring, [Int](repeating: 9, count: 20), areParts: true).allSatisfy { $0 == 1 })
    #expect(try answers(recurring, [9, 9]) == [1, 1])
    #expect(made.load(ordering: .relaxed) == 0)
    #expect(try answers(recurring, [Int](repeating: 5, count: 10)).last == 2)
    #expect(try answers(recurring, [9, 8], areParts: true) == [2, 1])
    #expect(made.load(ordering: .relaxed) == 1)
  }

  @Test func picturesOfAllSizesDoNot() throws {
    let recurring = RecurringShapeModel(model(1)) {
      Issue.record("nothing came again")
      return self.model(2)
    }
    #expect(try answers(recurring, (0..<200).map { 1 + $0 % 8 }).allSatisfy { $0 == 1 })
  }

  @Test func whereThereIsNoMemoryTheOtherNetworkStays() throws {
    let tries = Atomic(0)
    let recurring = RecurringShapeModel(model(1)) {
      tries.add(1, ordering: .relaxed)
      throw LegibleError(.inferenceFailed, "no memory")
    }
    #expect(try answers(recurring, [Int](repeating: 5, count: 20)).allSatisfy { $0 == 1 })
    #expect(tries.load(ordering: .relaxed) == 1)
  }
}
