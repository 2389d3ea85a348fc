internal import Raster

/// The lines of the newest frame and the last events, for any number of viewers.
///
/// A viewer is a cursor: nothing is kept for it. One that is too slow for the events gets all lines anew.
final class LineBoard: Sendable {
  /// What a viewer has seen; nil instead of it: nothing yet.
  struct Cursor: Equatable, Sendable {
    fileprivate var version = 0
    fileprivate var event = 0
  }

  /// What a viewer has to be told to be up to date.
  enum News: Sendable {
    case snapshot(SnapshotMessage)
    case changes([EventMessage], lines: LinesMessage?)
    /// There was none for some seconds.
    case nothing
  }

  private struct State: Sendable {
    var now = LinesMessage()
    /// Grows whenever the lines are others.
    var version = 0
    var events: [EventMessage] = []
    /// How many events there were in all, those that were forgotten too.
    var eventCount = 0
    var ticks = 0

    var cursor: Cursor { Cursor(version: version, event: eventCount) }
    var snapshot: SnapshotMessage {
      SnapshotMessage(now: now, events: Array(events.suffix(LineBoard.shownToNewcomers)))
    }
  }

  /// No more events than this are remembered: enough for a viewer that is seconds late.
  private static let rememberedEvents = 500
  /// The page lists as many.
  private static let shownToNewcomers = 50

  private let monitor = Monitor(State())

  /// Lays down the lines of the newest frame.
  func show(_ frame: WebFrame, number: Int) {
    let now = LinesMessage(
      frame: number, time: frame.time.seconds, width: frame.image.width, height: frame.image.height,
      lines: frame.lines.map(LinesMessage.Line.init))
    let events = frame.events.map { EventMessage($0, time: frame.time) }
    monitor.change { state, _ in
      state.events += events
      state.eventCount += events.count
      if state.events.count > Self.rememberedEvents {
        state.events.removeFirst(state.events.count - Self.rememberedEvents)
      }
      // Frames of several threads may come out of their order.
      guard number > state.now.frame else { return }
      if state.now.lines != now.lines || state.now.width != now.width || state.now.height != now.height {
        state.version += 1
      }
      state.now = now
    }
  }

  /// The present state.
  func snapshot() -> SnapshotMessage { monitor.change { state, _ in state.snapshot } }

  /// What has come since, as soon as there is something; nil once the board is closed or the task cancelled.
  func next(after cursor: Cursor?) async -> (news: News, cursor: Cursor)? {
    let start = monitor.change { state, _ in state.ticks }
    return await monitor.wait { state in
      guard let cursor else { return (.snapshot(state.snapshot), state.cursor) }
      if cursor == state.cursor {
        return state.ticks >= start + 2 ? (.nothing, cursor) : nil
      }
      let missed = state.eventCount - cursor.event
      if missed > state.events.count { return (.snapshot(state.snapshot), state.cursor) }
      let lines = cursor.version == state.version ? nil : state.now
      return (.changes(Array(state.events.suffix(missed)), lines: lines), state.cursor)
    }
  }

  /// Lets those go that waited for long, so that they find out whether their viewers are still there.
  func tick() { monitor.change { state, _ in state.ticks += 1 } }

  func close() { monitor.close() }
}
