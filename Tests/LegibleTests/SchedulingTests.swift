import Inference
import Legible
import LegibleTesting
import Synchronization
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Long work must not hold up anybody else's.
@Suite struct SchedulingTests {
  /// A reader whose recogniser blocks its thread.
  static func slowReader(_ blocking: @escaping @Sendable () -> Void) throws -> TextReader {
    let network = FakeModel(input: [1, 48, nil, 3], output: [1, nil, 8]) { _, shape in
      blocking()
      var values = [Float](repeating: 0, count: shape[2] / 8 * 8)
      for column in 0..<(shape[2] / 8) { values[column * 8] = 1 }
      return ([1, shape[2] / 8, 8], values)
    }
    return try TextReader(
      detector: TextDetector(model: DetectionModel(path: "fake"), network: ColorScript.detector()),
      recognizer: LineRecognizer(network: network, alphabet: ColorScript.alphabet, source: "fake"), threads: 1)
  }

  @Test func readingLeavesTheCooperativePoolFree() async throws {
    let isOpen = Atomic(false)
    let reader = try Self.slowReader { while !isOpen.load(ordering: .acquiring) { waitABit() } }
    var image = Image(size: Size(width: 200, height: 100))
    image.sketch("RGB", x: 30, y: 30, height: 40)
    let picture = image
    // Four reads that cannot end before the timer below has ticked: were they on the pool, nothing would ever tick.
    async let pages: Int = withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<4 { group.addTask { try await reader.page(of: picture).count } }
      return try await group.reduce(0, +)
    }
    for _ in 0..<10 { try await Task.sleep(for: .milliseconds(10)) }
    isOpen.store(true, ordering: .releasing)
    #expect(try await pages == 0)
  }

  @Test func aCancelledReadStopsBetweenLines() async throws {
    let begun = Atomic(0)
    let isOpen = Atomic(false)
    let reader = try Self.slowReader {
      begun.add(1, ordering: .relaxed)
      while !isOpen.load(ordering: .acquiring) { waitABit() }
    }
    var image = Image(size: Size(width: 200, height: 600))
    for i in 0..<6 { image.sketch("RGB", x: 30, y: 20 + Double(i) * 95, height: 40) }
    let picture = image
    let task = Task { try await reader.page(of: picture) }
    while begun.load(ordering: .relaxed) == 0 { try await Task.sleep(for: .milliseconds(1)) }
    task.cancel()
    isOpen.store(true, ordering: .releasing)
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(begun.load(ordering: .relaxed) < 6)
  }

}

/// Gives the processor away for a moment.
private func waitABit() { usleep(500) }
