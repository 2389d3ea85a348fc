import Legible
import LegibleTesting
import Synchronization
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Many pages at once: in order, bounded, and stopped where nobody wants them any more.
@Suite(.timeLimit(.minutes(15))) struct PagesTests {
  static let letters = ["R", "G", "B", "C", "M", "Y"]

  /// A text that tells one page from all others.
  static func text(_ index: Int) -> String { (0..<4).map { letters[(index / [1, 6, 36, 2][$0] + $0) % 6] }.joined() }

  /// A page of some lines; every third page is larger.
  static func image(_ index: Int) -> Image {
    let lines = index % 3 == 0 ? 5 : 1
    var image = Image(size: Size(width: 300, height: 60 + lines * 60))
    for line in 0..<lines { image.sketch(text(index + line), x: 40, y: 30 + Double(line) * 60, height: 30) }
    return image
  }

  static func reader(threads: Int, pagesAtOnce: Int, _ recognizer: FakeModel = ColorScript.recognizer()) throws
    -> TextReader
  {
    try TextReader(
      detector: TextDetector(model: DetectionModel(path: "fake"), network: ColorScript.detector()),
      recognizer: LineRecognizer(network: recognizer, alphabet: ColorScript.alphabet, source: "fake"),
      threads: threads, pagesAtOnce: pagesAtOnce)
  }

  /// Otherwise one page of a scanner is decoded after the other, and a folder of them takes a quarter longer.
  @Test(arguments: [1, 2, 3, 8])
  func thereIsRoomForAScannedPageAThread(threads: Int) throws {
    let limits: OrderedWork<Int, Int, Int>.Limits = try Self.reader(threads: threads, pagesAtOnce: threads).workLimits()
    let page = 2480 * 3508  // A4 at 300 dpi.
    #expect(limits.pixels >= threads * page)
    #expect(limits.pixels <= max(2, threads) * page * 11 / 10, "and the memory is bounded")
  }

  @Test(arguments: [(1, 1), (2, 1), (2, 2), (4, 1), (4, 3), (4, 4)])
  func pagesAreThoseReadOneByOneAndInOrder(threads: Int, pagesAtOnce: Int) async throws {
    let reader = try Self.reader(threads: threads, pagesAtOnce: pagesAtOnce)
    let images = (0..<30).map(Self.image)
    let sources = images.enumerated().map { PageSource.image($1, name: "page \($0)") }
    for lookAhead in [1, nil] {
      var results: [PageResult] = []
      for try await result in reader.pages(of: sources, lookAhead: lookAhead) { results.append(result) }
      #expect(results.map(\.index) == Array(0..<30))
      #expect(results.map(\.name) == (0..<30).map { "page \($0)" })
      for (result, image) in zip(results, images) { #expect(try result.page == reader.read(image)) }
    }
  }

  @Test func aPictureThatFailsDoesNotEndTheSequence() async throws {
    struct Other: Error {}
    let reader = try Self.reader(threads: 2, pagesAtOnce: 2)
    let sources: [PageSource] = [
      .image(Self.image(0)), .file("/nowhere/a.png"), .data([1, 2, 3], name: "rubbish"), .closure { throw Other() },
      .closure { Self.image(4) },
    ]
    var codes: [String?] = []
    for try await result in reader.pages(of: sources) {
      switch result.result {
      case .success(let page): codes.append(page.isEmpty ? "empty" : nil)
      case .failure(let error): codes.append(error.code.rawValue)
      }
    }
    #expect(codes == [nil, "file-not-found", "unreadable-image", "unreadable-image", nil])
  }

  @Test func noPicturesGiveNoPages() async throws {
    let reader = try Self.reader(threads: 2, pagesAtOnce: 2)
    for try await _ in reader.pages(of: []) { Issue.record("there is no page") }
  }

  @Test(arguments: [(2, 2), (2, 1)]) func nothingRunsFurtherAheadThanAsked(threads: Int, pagesAtOnce: Int) async throws
  {
    let reader = try Self.reader(threads: threads, pagesAtOnce: pagesAtOnce)
    let begun = Counter()
    let sources = (0..<20).map { index in
      PageSource.closure {
        begun.value.add(1, ordering: .relaxed)
        return Self.image(index)
      }
    }
    var taken = 0
    for try await _ in reader.pages(of: sources, lookAhead: 3) {
      taken += 1
      // A consumer that is slower than the reader.
      try await Task.sleep(for: .milliseconds(20))
      #expect(begun.value.load(ordering: .relaxed) <= taken + 3)
    }
    #expect(taken == 20)
    #expect(begun.value.load(ordering: .relaxed) == 20)
  }

  @Test func cancellingEndsTheReading() async throws {
    let begun = Atomic(0)
    let isOpen = Atomic(false)
    let reader = try Self.reader(
      threads: 2, pagesAtOnce: 2,
      FakeModel(input: [1, 48, nil, 3], output: [1, nil, 8]) { _, shape in
        begun.add(1, ordering: .relaxed)
        while !isOpen.load(ordering: .acquiring) { yieldThread() }
        return ([1, shape[2] / 8, 8], [Float](repeating: 0.1, count: shape[2]))
      })
    let task = Task {
      let sources = (0..<50).map { PageSource.image(Self.image($0)) }
      for try await _ in reader.pages(of: sources, options: RecognitionOptions(turnsLines: false)) {}
    }
    while begun.load(ordering: .relaxed) < 2 { try await Task.sleep(for: .milliseconds(1)) }
    task.cancel()
    // The networks are still at work: who waits for the page need not wait for them.
    await #expect(throws: CancellationError.self) { try await task.value }
    isOpen.store(true, ordering: .releasing)
    try await Task.sleep(for: .milliseconds(50))
    #expect(begun.load(ordering: .relaxed) == 2, "no line was begun any more")
  }

  @Test func leavingTheLoopStopsTheReading() async throws {
    let reader = try Self.reader(threads: 2, pagesAtOnce: 2)
    let begun = Counter()
    let sources = (0..<1000).map { index in
      PageSource.closure {
        begun.value.add(1, ordering: .relaxed)
        return Self.image(index)
      }
    }
    for try await _ in reader.pages(of: sources) { break }
    var last = -1
    while last != begun.value.load(ordering: .relaxed) {
      last = begun.value.load(ordering: .relaxed)
      try await Task.sleep(for: .milliseconds(50))
    }
    #expect(last < 20)
  }

  @Test func theCooperativePoolStaysFree() async throws {
    let isOpen = Atomic(false)
    let reader = try SchedulingTests.slowReader { while !isOpen.load(ordering: .acquiring) { yieldThread() } }
    async let pages: Int = withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<4 {
        group.addTask {
          try await reader.pages(of: (0..<2).map { .image(Self.image($0)) }).reduce(0) { count, _ in count + 1 }
        }
      }
      return try await group.reduce(0, +)
    }
    for _ in 0..<10 { try await Task.sleep(for: .milliseconds(10)) }
    isOpen.store(true, ordering: .releasing)
    #expect(try await pages == 8)
  }

  @Test func picturesMayComeOneByOne() async throws {
    struct Lost: Error {}
    let reader = try Self.reader(threads: 2, pagesAtOnce: 2)
    let (stream, pictures) = AsyncThrowingStream.makeStream(of: PageSource.self)
    pictures.yield(.image(Self.image(0)))
    var pages = reader.pages(of: stream, lookAhead: 4).makeAsyncIterator()
    // The next picture has not come, and the page is given nevertheless.
    #expect(try await pages.next()?.page == reader.read(Self.image(0)))
    pictures.yield(.image(Self.image(1)))
    pictures.finish(throwing: Lost())
    #expect(try await pages.next()?.page == reader.read(Self.image(1)))
    await #expect(throws: Lost.self) { try await pages.next() }
    #expect(try await pages.next()?.index == nil)
  }
}

/// A count that closures may share.
private final class Counter: Sendable {
  let value = Atomic(0)
}

/// Gives the processor away for a moment.
private func yieldThread() { usleep(500) }
