internal import ModelStore
internal import Synchronization

/// Shows how far a fetch is: a bar where standard error is a terminal, else a line when a file begins.
final class FetchReport: Sendable {
  private struct State {
    let console: Console
    var name = ""
  }

  private let state: Mutex<State>
  private let isQuiet: Bool

  init(isQuiet: Bool) {
    self.isQuiet = isQuiet
    state = Mutex(State(console: Console(pictures: 2, isQuiet: isQuiet)))
  }

  /// Takes in what the store says, on whatever thread.
  func show(_ progress: FetchProgress) {
    guard !isQuiet else { return }
    state.withLock { state in
      switch progress.step {
      case .waiting: state.console.report("another fetch into \(progress.name) is running; waiting for it")
      case .done: state.console.clearProgress()
      case .downloading:
        if progress.name != state.name {
          state.name = progress.name
          let size = progress.total.map { " (\(ModelRecord.megabytes($0)))" } ?? ""
          state.console.report("fetching \(progress.name)\(size)")
        }
        state.console.showLine(Self.bar(progress))
      }
    }
  }

  /// Takes the bar away.
  func finish() { state.withLock { $0.console.clearProgress() } }

  /// Writes a message.
  func say(_ message: String) { state.withLock { $0.console.report(message) } }

  /// For instance `[########----------------]  12.3 of 75.1 MB`.
  static func bar(_ progress: FetchProgress) -> String {
    bar(progress.received, of: progress.total)
  }

  /// The same of bytes out of so many; nil: nobody said.
  static func bar(_ bytes: Int, of total: Int?) -> String {
    let received = ModelRecord.megabytes(bytes)
    guard let total, total > 0 else { return received }
    let filled = min(24, bytes * 24 / total)
    let cells = String(repeating: "#", count: filled) + String(repeating: "-", count: 24 - filled)
    return "[\(cells)]  \(received.dropLast(3)) of \(ModelRecord.megabytes(total))"
  }
}
