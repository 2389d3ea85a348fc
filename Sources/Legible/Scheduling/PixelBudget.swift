internal import Dispatch
internal import Synchronization

/// How many pixels may be decoded at once, so that a few huge pictures do not fill the memory together.
///
/// Places are given in the order of the indices: a later picture that is done and waits for its turn so never holds what
/// an earlier one waits for. A picture of any size is let in where nothing else is.
final class PixelBudget: Sendable {
  private struct State {
    var next = 0
    var used = 0
    var held: [Int: Int] = [:]
    var waiting: [Int: (pixels: Int, semaphore: DispatchSemaphore)] = [:]
    /// Indices that came to nothing.
    var passed: Set<Int> = []
    var isClosed = false
  }

  private let limit: Int
  private let state = Mutex(State())

  init(limit: Int) { self.limit = limit }

  /// Waits until there is room for the pixels of the picture with an index; once closed, it lets everyone in.
  func enter(_ index: Int, pixels: Int) {
    let semaphore = DispatchSemaphore(value: 0)
    state.withLock {
      if $0.isClosed || $0.next > index {
        semaphore.signal()
      } else {
        $0.waiting[index] = (pixels, semaphore)
        grant(&$0)
      }
    }
    semaphore.wait()
  }

  /// Says that a picture has no pixels to come, whether it has entered or not.
  func pass(_ index: Int) {
    state.withLock {
      guard $0.next <= index else { return }
      $0.passed.insert(index)
      grant(&$0)
    }
  }

  /// Gives back what a picture holds.
  func leave(_ index: Int) {
    state.withLock {
      $0.used -= $0.held.removeValue(forKey: index) ?? 0
      grant(&$0)
    }
  }

  /// Lets everyone in who waits or comes.
  func close() {
    state.withLock {
      $0.isClosed = true
      for (_, semaphore) in $0.waiting.values { semaphore.signal() }
      $0.waiting = [:]
    }
  }

  private func grant(_ state: inout State) {
    while true {
      if state.passed.remove(state.next) != nil {
        state.next += 1
      } else if let (pixels, semaphore) = state.waiting[state.next], state.used == 0 || state.used + pixels <= limit {
        state.waiting[state.next] = nil
        state.used += pixels
        state.held[state.next] = pixels
        state.next += 1
        semaphore.signal()
      } else {
        return
      }
    }
  }
}
