internal import Dispatch
internal import Synchronization

/// The streams of a network, up to a number, made when they are first needed.
final class StreamPool: Sendable {
  /// How many runs may go on at once.
  let limit: Int
  /// One for each stream that is idle or could be made.
  private let places: DispatchSemaphore
  private let idle: Mutex<[EngineStream]>
  /// Places that were given up.
  private let lost = Atomic(0)
  /// Locked while a stream is being made.
  private let make: Mutex<@Sendable () throws -> EngineStream>

  /// - Parameters:
  ///   - first: the stream that is there already, so that there always is one.
  ///   - make: makes a further one.
  init(limit: Int, first: EngineStream, make: @escaping @Sendable () throws -> EngineStream) {
    self.limit = limit
    // One that is let go of below the value that it began with ends the process, and places may be given up.
    places = DispatchSemaphore(value: 0)
    for _ in 0..<limit { places.signal() }
    idle = Mutex([first])
    self.make = Mutex(make)
  }

  /// Lends a stream; waits while all of them are in use.
  ///
  /// - Parameter shape: that of the first input. The stream that had it last is taken where it is idle.
  func withStream<R>(for shape: [Int], _ body: (EngineStream) throws -> R) rethrows -> R {
    let stream = take(shape)
    defer { giveBack(stream) }
    return try body(stream)
  }

  /// Lends all streams at once that there are or can be made, as far as they become idle within a second each.
  func withAll<R>(_ body: ([EngineStream]) throws -> R) rethrows -> R {
    var streams: [EngineStream] = []
    defer { for stream in streams { giveBack(stream) } }
    while streams.count + lost.load(ordering: .relaxed) < limit, places.wait(timeout: .now() + 1) == .success {
      if let stream = idleOrMade([]) { streams.append(stream) }
    }
    return try body(streams)
  }

  /// Runs a closure for each stream that nobody uses, nor can use meanwhile.
  func forIdle(_ body: (EngineStream) -> Void) {
    idle.withLock { for stream in $0 { body(stream) } }
  }

  private func take(_ shape: [Int]) -> EngineStream {
    while true {
      places.wait()
      if let stream = idleOrMade(shape) { return stream }
    }
  }

  private func giveBack(_ stream: EngineStream) {
    idle.withLock { $0.append(stream) }
    places.signal()
  }

  /// A stream for a place that was taken. Nil where none is idle and none can be made, for want of memory or since the file is gone:
  /// the place then is given up, and whoever asked waits for one of the streams that there are.
  private func idleOrMade(_ shape: [Int]) -> EngineStream? {
    if let stream = takeIdle(shape) { return stream }
    let stream = make.withLock { make in
      // One may have come back meanwhile.
      takeIdle(shape) ?? (try? make())
    }
    if stream == nil { lost.add(1, ordering: .relaxed) }
    return stream
  }

  private func takeIdle(_ shape: [Int]) -> EngineStream? {
    idle.withLock { idle in
      guard let index = idle.lastIndex(where: { $0.shape == shape }) ?? idle.indices.last else { return nil }
      return idle.remove(at: index)
    }
  }
}
