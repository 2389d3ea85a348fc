internal import Synchronization

/// What is loaded when it is first asked for, and kept.
final class Deferred<Value: Sendable>: Sendable {
  private let load: @Sendable () throws -> Value
  private let loaded = Mutex<Value?>(nil)

  /// - Parameter load: loads it; called again where it threw, since a read that was cancelled says nothing about the next one.
  init(_ load: @escaping @Sendable () throws -> Value) { self.load = load }

  /// The value. Whoever comes while it is being loaded waits.
  ///
  /// - Throws: what loading throws.
  func value() throws -> Value {
    try loaded.withLock { loaded in
      let value = try loaded ?? load()
      loaded = value
      return value
    }
  }
}
