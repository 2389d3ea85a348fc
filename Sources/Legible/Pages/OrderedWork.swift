internal import Dispatch
internal import Synchronization

/// Work on many things that is done on several threads at once and delivered in order.
///
/// Each thing goes through two stages: `open` makes it ready, as decoding does, and `work` does the rest. Threads come when
/// there is something to do and go when there is nothing, so work that nobody asks for any more holds none. A thread that
/// has no thing of its own helps those that have many pieces (`Crew`).
package final class OrderedWork<Source: Sendable, Opened: Sendable, Output: Sendable>: Sendable {
  private enum Job {
    case begin(Int)
    case work(Int, Opened)
    case help(SharedWork)
  }

  private struct State {
    /// Things that were asked for.
    var begun = 0
    var delivered = 0
    var isAsking = false
    /// What ends the series, behind the results that are still to come: nil where it ran out.
    var end: Result<Void, any Error>?
    var opening = 0
    var opened: [Int: Opened] = [:]
    var working = 0
    var results: [Int: Output] = [:]
    var wanted: [SharedWork] = []
    var threads = 0
    var isCancelled = false
    var waiting: (@Sendable (Result<Output?, any Error>) -> Void)?
  }

  private let limits: Limits
  private let stages: Stages
  private let budget: PixelBudget
  private let state = Mutex(State())
  private let threads = DispatchGroup()

  package init(_ limits: Limits, _ stages: Stages) {
    self.limits = limits
    self.stages = stages
    budget = PixelBudget(limit: limits.pixels)
  }

  /// Hands over the next result as soon as it is there; nil after the last, and `CancellationError` once cancelled.
  ///
  /// - Parameter body: called once, on whatever thread has the result. There must be no second call before that.
  package func next(_ body: @escaping @Sendable (Result<Output?, any Error>) -> Void) {
    state.withLock { $0.waiting = body }
    deliver()
    hire()
  }

  /// The next result, for which the calling thread waits.
  package func next() throws -> Output? {
    let done = DispatchSemaphore(value: 0)
    let answer = Mutex<Result<Output?, any Error>>(.success(nil))
    next { result in
      answer.withLock { $0 = result }
      done.signal()
    }
    done.wait()
    return try answer.withLock { try $0.get() }
  }

  /// Begins nothing more. What goes on ends at the next stage, tile or line.
  package func cancel() {
    state.withLock {
      $0.isCancelled = true
      $0.opened = [:]
      $0.results = [:]
    }
    budget.close()
    deliver()
  }

  /// Cancels, and waits until no thread works any more.
  package func stop() {
    cancel()
    threads.wait()
  }

  /// Whether it was cancelled.
  package var isCancelled: Bool { state.withLock { $0.isCancelled } }

  // MARK: - Delivering

  private func deliver() {
    let call: (() -> Void)? = state.withLock { state in
      guard let body = state.waiting, let answer = answer(&state) else { return nil }
      state.waiting = nil
      return { body(answer) }
    }
    call?()
  }

  /// What the consumer gets now; nil: it has to wait.
  private func answer(_ state: inout State) -> Result<Output?, any Error>? {
    if state.isCancelled { return .failure(CancellationError()) }
    if let result = state.results.removeValue(forKey: state.delivered) {
      budget.leave(state.delivered)
      state.delivered += 1
      return .success(result)
    }
    guard state.delivered == state.begun, !state.isAsking, let end = state.end else { return nil }
    // An error is told once.
    state.end = .success(())
    return end.map { nil }
  }

  // MARK: - Working

  /// Starts a thread where there is something for it to do.
  private func hire() {
    let isNeeded = state.withLock { state in
      guard state.threads < limits.threads, hasJob(state) else { return false }
      state.threads += 1
      threads.enter()
      return true
    }
    guard isNeeded else { return }
    // A serial queue of its own gets a thread of its own, however many others are blocked.
    DispatchQueue(label: "legible.pages").async { [self] in
      while let job = takeJob() { run(job) }
      threads.leave()
    }
  }

  private func canWork(_ state: State) -> Bool { state.working < limits.atOnce && !state.opened.isEmpty }

  private func canBegin(_ state: State) -> Bool {
    !state.isAsking && state.end == nil && state.begun - state.delivered < limits.ahead
      && state.opening + state.opened.count < limits.atOnce
  }

  private func hasJob(_ state: State) -> Bool {
    !state.isCancelled && (canWork(state) || canBegin(state) || state.wanted.contains(where: \.hasMore))
  }

  /// What a thread does next: what is nearest to delivery first. Nil: it goes.
  private func takeJob() -> Job? {
    let job: Job? = state.withLock { state in
      var job: Job?
      if state.isCancelled {
        // Those who wait for their pieces get them done, which is quick: nothing is read any more.
      } else if canWork(state), let index = state.opened.keys.min(),
        let opened = state.opened.removeValue(forKey: index)
      {
        state.working += 1
        job = .work(index, opened)
      } else if canBegin(state) {
        state.isAsking = true
        state.opening += 1
        state.begun += 1
        job = .begin(state.begun - 1)
      } else if let work = state.wanted.first(where: \.hasMore) {
        job = .help(work)
      }
      if job == nil { state.threads -= 1 }
      return job
    }
    if job != nil { hire() }
    return job
  }

  private func run(_ job: Job) {
    switch job {
    case .begin(let index): begin(index)
    case .help(let work): work.takePart()
    case .work(let index, let opened):
      let result = stages.work(opened, index, Helpers(owner: self))
      if !limits.resultsHoldPixels { budget.leave(index) }
      state.withLock {
        $0.working -= 1
        if !$0.isCancelled { $0.results[index] = result }
      }
      deliver()
      hire()
    }
  }

  private func begin(_ index: Int) {
    let answer = Result { try stages.next() }
    guard case .success(let source?) = answer else {
      state.withLock {
        $0.isAsking = false
        $0.opening -= 1
        $0.begun -= 1
        $0.end = answer.map { _ in }
      }
      deliver()
      return
    }
    state.withLock { $0.isAsking = false }
    hire()
    let opened = stages.open(source, index) { budget.enter(index, pixels: $0) }
    budget.pass(index)
    state.withLock {
      $0.opening -= 1
      if !$0.isCancelled { $0.opened[index] = opened }
    }
    hire()
  }

  /// The threads that have nothing of their own to do at the moment.
  private struct Helpers: Crew {
    let owner: OrderedWork

    func map<R: Sendable>(count: Int, _ body: @escaping @Sendable (Int) throws -> R) throws -> [R] {
      if owner.limits.threads <= 1 || count <= 1 { return try (0..<count).map(body) }
      let results = SharedResults<R>(count: count)
      owner.share(
        SharedWork(count: count) { index in
          if !results.hasFailed { results.set(index, Result { try body(index) }) }
        })
      return try results.get()
    }
  }

  private func share(_ work: SharedWork) {
    state.withLock { $0.wanted.append(work) }
    hire()
    work.takePart()
    state.withLock { $0.wanted.removeAll { $0 === work } }
    work.wait()
  }
}
