import Legible
import Synchronization
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What many pages are scheduled by, with numbers in the place of pictures.
@Suite(.timeLimit(.minutes(15))) struct OrderedWorkTests {
  /// What goes on at a time, and the most there was.
  final class Gauge: Sendable {
    private let state = Mutex((now: 0, count: 0, most: 0, mostWithOthers: 0))

    func add(_ amount: Int) {
      state.withLock {
        $0.now += amount
        $0.count += amount > 0 ? 1 : -1
        $0.most = max($0.most, $0.now)
        if $0.count > 1 { $0.mostWithOthers = max($0.mostWithOthers, $0.now) }
      }
    }

    var most: Int { state.withLock { $0.most } }
    /// The most while there was more than one.
    var mostWithOthers: Int { state.withLock { $0.mostWithOthers } }
    var now: Int { state.withLock { $0.now } }
  }

  final class Numbers: Sendable {
    private let rest: Mutex<ArraySlice<Int>>
    init(_ numbers: [Int]) { rest = Mutex(numbers[...]) }
    func next() -> Int? { rest.withLock { $0.popFirst() } }
  }

  @Test(arguments: [1, 2, 4], [false, true])
  func pixelsStayInTheirBudget(threads: Int, resultsHoldPixels: Bool) throws {
    let sizes = (0..<60).map { [10, 60, 45, 30, 250, 5, 99, 100][($0 * 5 + $0 / 7) % 8] }
    let (numbers, gauge) = (Numbers(sizes), Gauge())
    let work = OrderedWork<Int, Int, Int>(
      .init(threads: threads, atOnce: threads, ahead: 6, pixels: 100, resultsHoldPixels: resultsHoldPixels),
      .init(
        next: { numbers.next() },
        open: { size, index, willOpen in
          willOpen(size)
          gauge.add(size)
          return size
        },
        work: { size, index, _ in
          if !resultsHoldPixels { gauge.add(-size) }
          return size
        }))
    var results: [Int] = []
    while let size = try work.next() {
      results.append(size)
      // The budget was given back a moment ago: what it let in since then may be counted already.
      if resultsHoldPixels { gauge.add(-size) }
    }
    #expect(results == sizes)
    #expect(gauge.now == 0)
    if !resultsHoldPixels { #expect(gauge.mostWithOthers <= 100) }
    #expect(gauge.most <= 350)
  }

  @Test(arguments: [(1, 1), (2, 1), (2, 2), (4, 2), (4, 4)])
  func neverMoreThreadsThanAllowed(threads: Int, atOnce: Int) throws {
    let (numbers, gauge) = (Numbers(Array(0..<24)), Gauge())
    let work = OrderedWork<Int, Int, Int>(
      .init(threads: threads, atOnce: atOnce, ahead: 8, pixels: .max),
      .init(
        next: { numbers.next() }, open: { number, _, _ in number },
        work: { number, _, crew in
          let parts = try? crew.map(count: 5) { part -> Int in
            gauge.add(1)
            defer { gauge.add(-1) }
            return number + part
          }
          return parts?.reduce(0, +) ?? -1
        }))
    for number in 0..<24 { #expect(try work.next() == number * 5 + 10) }
    #expect(try work.next() == nil)
    #expect(try work.next() == nil)
    #expect(gauge.most <= threads)
  }

  @Test func theLastOneIsHelpedByTheIdle() throws {
    let numbers = Numbers([0])
    let work = OrderedWork<Int, Int, Bool>(
      .init(threads: 3, atOnce: 3, ahead: 4, pixels: .max),
      .init(
        next: { numbers.next() }, open: { number, _, _ in number },
        work: { _, _, crew in
          // Each piece waits for the two others: one thread alone would wait for ever.
          let gauge = Gauge()
          let parts = try? crew.map(count: 3) { part -> Int in
            gauge.add(1)
            while gauge.now < 3 { usleep(500) }
            return part
          }
          return parts?.count == 3
        }))
    #expect(try work.next() == true)
  }

  @Test func anErrorOfAPieceIsThrownToItsOwner() throws {
    struct Broken: Error {}
    let numbers = Numbers([0, 1])
    let work = OrderedWork<Int, Int, Bool>(
      .init(threads: 2, atOnce: 1, ahead: 4, pixels: .max),
      .init(
        next: { numbers.next() }, open: { number, _, _ in number },
        work: { number, _, crew in
          do {
            _ = try crew.map(count: 9) { part -> Int in
              if part == 4, number == 0 { throw Broken() }
              return part
            }
            return true
          } catch { return !(error is Broken) }
        }))
    #expect(try work.next() == false)
    #expect(try work.next() == true)
  }

  @Test func whatEndsTheSourceIsThrownBehindTheResults() throws {
    struct Lost: Error {}
    let numbers = Numbers([7, 8])
    let work = OrderedWork<Int, Int, Int>(
      .init(threads: 2, atOnce: 2, ahead: 4, pixels: 1),
      .init(
        next: {
          guard let next = numbers.next() else { throw Lost() }
          return next
        }, open: { number, _, _ in number }, work: { number, _, _ in number }))
    #expect(try work.next() == 7)
    #expect(try work.next() == 8)
    #expect(throws: Lost.self) { try work.next() }
    #expect(try work.next() == nil)
  }

  @Test func stoppingWaitsForTheThreads() throws {
    let (numbers, gauge) = (Numbers(Array(0..<1000)), Gauge())
    let work = OrderedWork<Int, Int, Int>(
      .init(threads: 2, atOnce: 2, ahead: 100, pixels: 3, resultsHoldPixels: true),
      .init(
        next: { numbers.next() },
        open: { number, _, willOpen in
          gauge.add(1)
          willOpen(2)
          gauge.add(-1)
          return number
        }, work: { number, _, _ in number }))
    #expect(try work.next() == 0)
    work.stop()
    #expect(gauge.now == 0, "nobody waits for room any more")
    #expect(throws: CancellationError.self) { try work.next() }
  }
}
