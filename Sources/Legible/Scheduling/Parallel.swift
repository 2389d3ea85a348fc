internal import Dispatch
internal import Synchronization

/// Runs a closure for each index on several threads and gives the results in the order of the indices.
///
/// The caller's thread takes part. The first error stops what has not begun and is thrown.
///
/// - Parameters:
///   - count: indices 0..<count; they begin in this order, so put the longest work first.
///   - threads: how many run at once.
func parallelMap<R: Sendable>(
  count: Int, threads: Int, _ body: @Sendable (Int) throws -> R
) throws -> [R] {
  if threads <= 1 || count <= 1 { return try (0..<count).map(body) }
  let next = Atomic(0)
  let results = Mutex<(values: [R?], error: (any Error)?)>(([R?](repeating: nil, count: count), nil))
  DispatchQueue.concurrentPerform(iterations: min(threads, count)) { _ in
    while true {
      let index = next.add(1, ordering: .relaxed).oldValue
      guard index < count else { return }
      do {
        let value = try body(index)
        results.withLock { $0.values[index] = value }
      } catch {
        results.withLock { $0.error = $0.error ?? error }
        next.store(count, ordering: .relaxed)
      }
    }
  }
  return try results.withLock {
    if let error = $0.error { throw error }
    return $0.values.compactMap(\.self)
  }
}

/// Runs blocking work on a thread of its own, so that Swift's cooperative pool, a thread a core, stays free.
func onOwnThread<R: Sendable>(_ body: @escaping @Sendable () throws -> R) async throws -> R {
  try await withCheckedThrowingContinuation { continuation in
    // A serial queue of its own gets a thread of its own, however many others are blocked.
    DispatchQueue(label: "legible.blocking").async {
      continuation.resume(with: Result(catching: body))
    }
  }
}
