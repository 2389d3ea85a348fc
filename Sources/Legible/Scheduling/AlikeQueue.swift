internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Hands out pieces of work so that a thread does those that are alike after each other: lines of one width, for which the
/// engine prepares anew when another comes (1 ms with PP-OCRv6 tiny, half of a short line).
///
/// A thread stays with its kind, then begins the largest one that nobody has begun, and then helps where most is left; so no thread is
/// left alone with much work at the end.
final class AlikeQueue: Sendable {
  private struct Kind {
    let size: Int
    var pieces: ArraySlice<Int>
    var isBegun = false
    var work: Int { size * pieces.count }
  }

  private struct State {
    var kinds: [Kind]
    /// The kind that a thread did last.
    var lastOf: [UInt: Int] = [:]
  }

  private let state: Mutex<State>

  /// - Parameter sizes: how large each piece is, and at the same time its kind.
  init(sizes: [Int]) {
    let kinds = Dictionary(grouping: sizes.indices) { sizes[$0] }
      .map { Kind(size: $0.key, pieces: $0.value[...]) }
      .sorted { $0.size > $1.size }
    state = Mutex(State(kinds: kinds))
  }

  /// The index of a piece that nobody has been given; to be called as often as there are pieces.
  ///
  /// - Parameter thread: whoever asks.
  func next(for thread: UInt = AlikeQueue.currentThread) -> Int {
    state.withLock { state in
      let kinds = state.kinds.indices
      let own = state.lastOf[thread].flatMap { state.kinds[$0].pieces.isEmpty ? nil : $0 }
      let chosen =
        own ?? kinds.first { !state.kinds[$0].isBegun }
        ?? kinds.max { state.kinds[$0].work < state.kinds[$1].work }!
      state.lastOf[thread] = chosen
      state.kinds[chosen].isBegun = true
      return state.kinds[chosen].pieces.removeFirst()
    }
  }

  private static var currentThread: UInt {
    #if canImport(Glibc)
    UInt(pthread_self())
    #else
    UInt(bitPattern: pthread_self())
    #endif
  }
}
