internal import Synchronization

/// The widths of lines that a recogniser's network has met, for one that reads many pages.
///
/// An engine makes kernels for each width on each of its streams. Left to chance, the streams make them at different times, and
/// the last widths come after hundreds of pages. For many pages a width is made ready on all streams when it is first met, which
/// then share some of it, and the rest of the widths once so many lines have been read that most were there: from then on, memory
/// does not grow.
final class LineWidths: Sendable {
  private struct State {
    var areMany = false
    var lines = 0
    var ready: Set<Int> = []
  }

  /// Lines after which all widths are made ready: those of some twenty forms.
  static let manyLines = 1000

  private let prepare: @Sendable (_ width: Int) -> Void
  private let state = Mutex(State())

  /// - Parameter prepare: makes a width ready.
  init(prepare: @escaping @Sendable (_ width: Int) -> Void) { self.prepare = prepare }

  /// Says that many pages are to come. What was met before counts as not ready.
  func expectMany() { state.withLock { $0.areMany = true } }

  /// Makes all widths ready that are not, up to one. Of lines that come nothing more is made ready than was without this.
  func prepareAll(to widest: Int) {
    state.withLock { makeReady(LineWidth.all.reversed().filter { $0 <= widest }, &$0) }
  }

  private func makeReady(_ widths: [Int], _ state: inout State) {
    for width in widths where state.ready.insert(width).inserted { prepare(width) }
  }

  /// Notes a line. Others wait while a width is made ready: with one that they make meanwhile, the streams would share less
  /// (PP-OCRv6 tiny: 9 MiB).
  func meet(_ width: Int) {
    state.withLock { state in
      guard state.areMany else { return }
      state.lines += 1
      let widths = state.lines == Self.manyLines ? LineWidth.all.reversed() : [width].filter(LineWidth.all.contains)
      makeReady(widths, &state)
    }
  }
}
