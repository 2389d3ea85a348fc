internal import Capture
internal import Dispatch
internal import LegibleLive
internal import LegibleWeb
internal import Synchronization

/// The web page as a display of the loop: each frame with its lines, and what happened to them.
final class WebOutput: EventDisplay {
  private let page: WebDisplay
  /// The frame whose lines and events are still to come, and how many there were.
  private let state = Mutex((view: DisplayView?.none, shown: 0))

  /// Serves the page, and says where.
  ///
  /// - Throws: `unusableAddress`.
  init(at address: WebAddress) throws {
    let page = try WebDisplay { frame in
      var image = frame.image
      image.draw(labels: frame.lines.map { Label(quad: $0.quad, text: $0.text, id: $0.id) })
      return image
    }
    self.page = page
    let actual = try waiting { try await page.start(at: address) }
    let warning = actual.isLoopback ? "" : ", for everyone who reaches this machine"
    Message.write("legible: the page is at \(actual.url)\(warning)")
  }

  func show(_ view: DisplayView) { state.withLock { $0.view = view } }

  func happened(_ events: [LiveEvent], in frame: LiveFrame, isEnd: Bool) {
    let view = state.withLock { state in
      if !isEnd { state.shown += 1 }
      return state.view
    }
    guard let view else { return }
    let lines = frame.lines.map {
      WebLine(id: $0.id, quad: $0.quad, text: $0.text, score: $0.score, isSettled: $0.isSettled)
    }
    page.show(
      WebFrame(
        image: view.frame.image, lines: isEnd ? [] : lines, events: events.map(WebEvent.init), time: frame.time,
        age: view.frame.received.duration(to: .now)))
  }

  /// Tells the viewers that the loop has ended; takes two seconds at the most.
  func finish() throws {
    let page = page
    try waiting { await page.stop() }
  }

  /// How many frames could be seen; each viewer gets as many of them as it has room for.
  var report: DisplayReport {
    var report = DisplayReport()
    report.shown = state.withLock { $0.shown }
    return report
  }
}

extension WebEvent {
  fileprivate init(_ event: LiveEvent) {
    let kind: Kind =
      switch event.kind {
      case .appeared: .appeared
      case .changed: .changed
      case .vanished: .vanished
      }
    self.init(kind, id: event.id, text: event.text, previous: event.previous)
  }
}

/// Waits for what a task does, on a thread that belongs to nobody else.
private func waiting<R: Sendable>(for body: @escaping @Sendable () async throws -> R) throws -> R {
  let answer = Answer<R>()
  Task {
    do { answer.give(.success(try await body())) } catch { answer.give(.failure(error)) }
  }
  return try answer.wait()
}

/// A place for what a task came to.
private final class Answer<R: Sendable>: Sendable {
  private let result = Mutex<Result<R, any Error>?>(nil)
  private let isThere = DispatchSemaphore(value: 0)

  func give(_ value: Result<R, any Error>) {
    result.withLock { $0 = value }
    isThere.signal()
  }

  func wait() throws -> R {
    isThere.wait()
    guard let value = result.withLock({ $0 }) else { preconditionFailure("an answer is given before it is told of") }
    return try value.get()
  }
}
