import Failure
import LegibleTesting
import Synchronization
import Testing

@testable import Inference

/// Which of its networks runs: that for any shape, its twin with more streams, or one for one shape.
@Suite struct RecurringShapeModelTests {
  /// What was made, in order: nil for a network for any shape.
  private final class Made: Sendable {
    let shapes = Mutex<[[Int]?]>([])
    var sides: [Int?] { shapes.withLock { $0.map { $0?[2] } } }
  }

  private static func model(_ answer: Float) -> FakeModel { FakeModel(output: [1]) { _, _ in ([1], [answer]) } }

  /// Its networks answer 1 (the first), 2 (the other one for any shape) or the side of the shape that they are for.
  private func model(_ made: Made, isFixedFaster: Bool = false) -> RecurringShapeModel {
    RecurringShapeModel(Self.model(1), isFixedFaster: isFixedFaster) { shape in
      made.shapes.withLock { $0.append(shape) }
      return Self.model(shape.map { Float($0[2]) } ?? 2)
    }
  }

  /// The answers to inputs of these sides.
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
    let made = Made()
    let recurring = model(made)
    let first = try answers(recurring, [Int](repeating: 5, count: 11) + [8, 5])
    #expect(first == [Float](repeating: 1, count: 9) + [2, 2, 1, 2])
    let looks = try answers(recurring, (0..<36).map { 5 + $0 % 3 })
    #expect(looks.suffix(6).allSatisfy { $0 == 2 })
    #expect(made.sides == [nil])
  }

  /// One picture may have many parts: they are no reason for another network, but where there is one they go through it.
  @Test func partsOfOnePictureAreNoReasonForOne() throws {
    let made = Made()
    let recurring = model(made)
    #expect(try answers(recurring, [Int](repeating: 9, count: 20), areParts: true).allSatisfy { $0 == 1 })
    #expect(try answers(recurring, [9, 9]) == [1, 1])
    #expect(made.sides == [])
    #expect(try answers(recurring, [Int](repeating: 5, count: 10)).last == 2)
    #expect(try answers(recurring, [9, 8], areParts: true) == [2, 1])
    #expect(made.sides == [nil])
  }

  @Test func picturesOfAllSizesDoNot() throws {
    for isFixedFaster in [false, true] {
      let made = Made()
      let recurring = model(made, isFixedFaster: isFixedFaster)
      #expect(try answers(recurring, (0..<200).map { 1 + $0 % 8 }).allSatisfy { $0 == 1 })
      #expect(made.sides == [])
    }
  }

  /// Photographs of one size, whose second looks are parts of one size, too.
  @Test func picturesOfOneShapeHaveANetworkForItAndOneForTheirParts() throws {
    let made = Made()
    let recurring = model(made, isFixedFaster: true)
    #expect(try answers(recurring, [Int](repeating: 50, count: 11) + [80, 50]).suffix(4) == [50, 50, 1, 50])
    #expect(try answers(recurring, [Int](repeating: 9, count: 11), areParts: true).suffix(2) == [9, 9])
    #expect(try answers(recurring, [Int](repeating: 8, count: 11), areParts: true).allSatisfy { $0 == 1 })
    #expect(made.sides == [50, 9])
  }

  /// Scans of some sizes share one network, so that there are never more than a few.
  @Test func picturesOfSomeShapesShareANetwork() throws {
    let made = Made()
    let recurring = model(made, isFixedFaster: true)
    #expect(try answers(recurring, (0..<60).map { 50 + $0 % 3 }).suffix(6).allSatisfy { $0 == 2 })
    #expect(made.sides == [nil])
  }

  @Test func theNetworkFollowsWhatComes() throws {
    let made = Made()
    let recurring = model(made, isFixedFaster: true)
    #expect(try answers(recurring, [Int](repeating: 50, count: 40)).last == 50)
    // Another shape now and then is not worth another network.
    #expect(try answers(recurring, (0..<64).map { $0 % 4 == 0 ? 60 : 50 }).suffix(4) == [1, 50, 50, 50])
    #expect(made.sides == [50])
    #expect(try answers(recurring, (0..<64).map { 60 + $0 % 2 }).last == 2)
    #expect(try answers(recurring, [Int](repeating: 70, count: 64)).last == 70)
    #expect(made.sides == [50, nil, 70])
  }

  /// Its memory is free again once nothing asks for it any more.
  @Test func aNetworkForAShapeThatHasPassedGoes() throws {
    let live = Live()
    let recurring = RecurringShapeModel(Self.model(1), isFixedFaster: true) { _ in
      let buffers = Buffers(live)
      return FakeModel(output: [1]) { _, _ in ([1], [withExtendedLifetime(buffers) { 5 }]) }
    }
    #expect(try answers(recurring, [Int](repeating: 50, count: 20)).last == 5)
    #expect(live.count.load(ordering: .relaxed) == 1)
    #expect(try answers(recurring, (0..<70).map { 100 + $0 }).allSatisfy { $0 == 1 })
    #expect(live.count.load(ordering: .relaxed) == 0)
  }

  /// What a network holds, counted while it is there.
  private final class Buffers: Sendable {
    let live: Live
    init(_ live: Live) {
      self.live = live
      live.count.add(1, ordering: .relaxed)
    }
    deinit { live.count.subtract(1, ordering: .relaxed) }
  }

  private final class Live: Sendable {
    let count = Atomic(0)
  }

  @Test func whereThereIsNoMemoryTheOtherNetworkStays() throws {
    let tries = Atomic(0)
    let recurring = RecurringShapeModel(Self.model(1), isFixedFaster: true) { _ in
      tries.add(1, ordering: .relaxed)
      throw LegibleError(.inferenceFailed, "no memory")
    }
    #expect(try answers(recurring, [Int](repeating: 5, count: 20)).allSatisfy { $0 == 1 })
    #expect(tries.load(ordering: .relaxed) == 1)
  }

  @Test func whereThereIsNoMemoryForPartsTheyGoThroughTheFirst() throws {
    let tries = Atomic(0)
    let recurring = RecurringShapeModel(Self.model(1), isFixedFaster: true) { shape in
      tries.add(1, ordering: .relaxed)
      guard shape == [1, 1, 50, 3] else { throw LegibleError(.inferenceFailed, "no memory") }
      return Self.model(50)
    }
    #expect(try answers(recurring, [Int](repeating: 50, count: 20)).last == 50)
    #expect(try answers(recurring, [Int](repeating: 9, count: 20), areParts: true).allSatisfy { $0 == 1 })
    #expect(tries.load(ordering: .relaxed) == 2)
  }
}
