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
    let kind: Int
    /// The largest first.
    var pieces: ArraySlice<(index: Int, size: Int)>
    var isBegun = false
    var work: Int { pieces.reduce(0) { $0 + $1.size } }
  }

  private struct State {
    var kinds: [Kind]
    /// The kind that a thread did last.
    var lastOf: [UInt: Int] = [:]
  }

  private let state: Mutex<State>

  /// - Parameters:
  ///   - sizes: how large each piece is.
  ///   - kinds: which pieces are alike; nil: those of one size.
  init(sizes: [Int], kinds: [Int]? = nil) {
    let kinds = kinds ?? sizes
    let groups = Dictionary(grouping: sizes.indices) { kinds[$0] }.map { kind, indices in
      Kind(
        kind: kind, pieces: indices.map { ($0, sizes[$0]) }.sorted { ($0.size, $1.index) > ($1.size, $0.index) }[...])
    }
    state = Mutex(
      State(kinds: groups.sorted { ($0.pieces.first!.size, $0.kind) > ($1.pieces.first!.size, $1.kind) }))
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
      return state.kinds[chosen].pieces.removeFirst().index
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
