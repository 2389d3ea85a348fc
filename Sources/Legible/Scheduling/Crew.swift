/// Who does pieces of work side by side.
package protocol Crew: Sendable {
  /// Runs a closure for each index and gives the results in the order of the indices, which begin in this order. The
  /// first error stops what has not begun and is thrown.
  func map<R: Sendable>(count: Int, _ body: @escaping @Sendable (Int) throws -> R) throws -> [R]
}

/// The caller's thread and as many more as are needed, for this work only.
struct ThreadCrew: Crew {
  let threads: Int

  func map<R: Sendable>(count: Int, _ body: @escaping @Sendable (Int) throws -> R) throws -> [R] {
    try parallelMap(count: count, threads: threads, body)
  }
}
