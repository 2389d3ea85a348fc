#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// A state that several threads share, and on whose change they can wait.
final class Monitor<State: Sendable>: Sendable {
  // Both are made for use by any thread; the state is touched with the lock held only.
  nonisolated(unsafe) private let lock: UnsafeMutablePointer<pthread_mutex_t>
  nonisolated(unsafe) private let changed: UnsafeMutablePointer<pthread_cond_t>
  nonisolated(unsafe) private let state: UnsafeMutablePointer<State>

  init(_ initial: State) {
    lock = .allocate(capacity: 1)
    changed = .allocate(capacity: 1)
    state = .allocate(capacity: 1)
    pthread_mutex_init(lock, nil)
    pthread_cond_init(changed, nil)
    state.initialize(to: initial)
  }

  deinit {
    pthread_mutex_destroy(lock)
    pthread_cond_destroy(changed)
    state.deinitialize(count: 1)
    lock.deallocate()
    changed.deallocate()
    state.deallocate()
  }

  /// Looks at the state, without changing it.
  func read<R>(_ body: (State) throws -> R) rethrows -> R {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    return try body(state.pointee)
  }

  /// Changes the state and wakes who waits for that.
  func change<R>(_ body: (inout State) throws -> R) rethrows -> R {
    pthread_mutex_lock(lock)
    defer {
      pthread_cond_broadcast(changed)
      pthread_mutex_unlock(lock)
    }
    return try body(&state.pointee)
  }

  /// Waits until the closure gives something, asking it again after each change; what it changes wakes others.
  func wait<R>(for body: (inout State) throws -> R?) rethrows -> R {
    pthread_mutex_lock(lock)
    defer {
      pthread_cond_broadcast(changed)
      pthread_mutex_unlock(lock)
    }
    while true {
      if let result = try body(&state.pointee) { return result }
      pthread_cond_wait(changed, lock)
    }
  }
}
