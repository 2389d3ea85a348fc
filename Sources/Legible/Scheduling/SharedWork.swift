internal import Dispatch
internal import Synchronization

/// Pieces of work that any thread may take part in while its owner waits for the last of them.
final class SharedWork: Sendable {
  private let count: Int
  private let next = Atomic(0)
  private let left: Atomic<Int>
  private let end = DispatchSemaphore(value: 0)
  private let body: @Sendable (Int) -> Void

  /// - Parameters:
  ///   - count: pieces, 1 or more; they begin in the order of their indices.
  ///   - body: does one.
  init(count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    self.count = count
    self.body = body
    left = Atomic(count)
  }

  /// Whether a piece has not begun yet.
  var hasMore: Bool { next.load(ordering: .relaxed) < count }

  /// Does pieces until all have begun.
  func takePart() {
    while true {
      let index = next.add(1, ordering: .relaxed).oldValue
      guard index < count else { return }
      body(index)
      if left.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 { end.signal() }
    }
  }

  /// Waits until all pieces are done. Called once, by the owner.
  func wait() { end.wait() }
}

/// What comes of such pieces.
final class SharedResults<R: Sendable>: Sendable {
  private let state: Mutex<(values: [R?], error: (any Error)?)>

  init(count: Int) { state = Mutex(([R?](repeating: nil, count: count), nil)) }

  /// Whether a piece threw: the others need not be done.
  var hasFailed: Bool { state.withLock { $0.error != nil } }

  func set(_ index: Int, _ result: Result<R, any Error>) {
    state.withLock {
      switch result {
      case .success(let value): $0.values[index] = value
      case .failure(let error): $0.error = $0.error ?? error
      }
    }
  }

  /// All results in the order of their indices, or the first error.
  func get() throws -> [R] {
    try state.withLock {
      if let error = $0.error { throw error }
      return $0.values.compactMap(\.self)
    }
  }
}
