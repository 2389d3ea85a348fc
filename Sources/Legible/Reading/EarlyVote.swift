internal import Synchronization

/// What of a `HeadVote` is sure while the page's lines are still being read.
///
/// A vote waits for all lines, and a thread that has none left would wait with it. But as soon as too much reads badly for a page that
/// stands upright, whatever the rest is like, it is sure which lines are read upside down, too.
final class EarlyVote: Sendable {
  private struct Group {
    var columns = 0
    var poorColumns = 0
    /// Read so far, of which it is not sure.
    var waiting: [(index: Int, line: LineAttempt)] = []
    var isSure: Bool { !HeadVote.isMostlyGood(poor: poorColumns, of: columns) }
  }

  /// The lines that are wide, and those that are high.
  private let groups: Mutex<(wide: Group, tall: Group)>

  /// - Parameter lines: all lines of a page: columns of the network's input, and whether they are high rather than wide.
  init(_ lines: [(width: Int, isTall: Bool)]) {
    var (wide, tall) = (Group(), Group())
    for line in lines {
      if line.isTall { tall.columns += line.width } else { wide.columns += line.width }
    }
    groups = Mutex((wide, tall))
  }

  /// Whether a line that was read is sure to be asked for. If not yet, `next` may tell.
  ///
  /// - Parameters:
  ///   - line: not read upside down yet; each line is told once.
  ///   - index: comes back from `next`.
  func asks(_ line: LineAttempt, index: Int) -> Bool {
    groups.withLock {
      line.isTall ? Self.asks(line, index, &$0.tall) : Self.asks(line, index, &$0.wide)
    }
  }

  private static func asks(_ line: LineAttempt, _ index: Int, _ group: inout Group) -> Bool {
    guard line.score < LineReader.good else { return false }
    group.poorColumns += line.width
    guard line.mayTurn else { return false }
    if group.isSure || HeadVote.isSureToAsk(line) { return true }
    group.waiting.append((index, line))
    return false
  }

  /// A line that is sure to be asked for by now, once; nil: none, so far.
  func next() -> (index: Int, line: LineAttempt)? {
    groups.withLock {
      if $0.wide.isSure, let line = $0.wide.waiting.popLast() { return line }
      return $0.tall.isSure ? $0.tall.waiting.popLast() : nil
    }
  }
}
