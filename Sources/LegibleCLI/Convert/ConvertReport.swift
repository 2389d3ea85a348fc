internal import Legible
internal import ModelLab
internal import Synchronization

/// Shows how far a conversion is, on standard error: a line a step, and a bar while a back end is installed.
final class ConvertReport: Sendable {
  private struct State {
    let console: Console
    var installing = ""
  }

  private let state: Mutex<State>
  private let isQuiet: Bool

  init(isQuiet: Bool) {
    self.isQuiet = isQuiet
    state = Mutex(State(console: Console(pictures: 2, isQuiet: isQuiet)))
  }

  /// Says what is taken for a network.
  func introduce(_ network: NetworkPlan, _ options: ConversionOptions) {
    guard !isQuiet else { return }
    let lines = ConversionPlan.proposals(network, options)
    state.withLock { state in
      state.console.report(lines[0])
      for line in lines.dropFirst() { state.console.note("  \(line)") }
    }
  }

  /// Takes in what the conversion says, on whatever thread.
  func show(_ progress: ConversionProgress) {
    state.withLock { state in
      if case .warning(let text) = progress {
        state.console.report("warning: \(text)")
        return
      }
      if isQuiet { return }
      switch progress {
      case .tool(let tool): show(tool, &state)
      case .step(let number, let count, let network, let title):
        state.console.report("\(number)/\(count) \(network): \(title)")
        state.console.showLine("  …")
      case .stepDone(_, let seconds):
        state.console.clearProgress()
        if seconds >= 1 { state.console.note("  \(Int(seconds.rounded())) s") }
      case .finding(let text): state.console.note("  \(text)")
      case .warning: break
      }
    }
  }

  /// Says where the log is.
  func finish(_ result: ConversionResult) {
    guard !isQuiet else { return }
    state.withLock { $0.console.report("done; all that was said is in \(result.log)") }
  }

  private func show(_ progress: ToolProgress, _ state: inout State) {
    switch progress.step {
    case .waiting: state.console.report("another run installs or uses \(progress.tool); waiting for it")
    case .removing(let why): state.console.report("\(progress.tool) is installed anew: \(why)")
    case .making(let python): state.console.report("installing \(progress.tool) with \(python)")
    case .installing(let bytes, let total):
      state.console.showLine(FetchReport.bar(bytes, of: total))
    case .checking: state.console.clearProgress()
    case .done: state.console.report("\(progress.tool) is installed")
    }
  }
}
