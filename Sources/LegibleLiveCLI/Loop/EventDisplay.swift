internal import Capture
internal import LegibleLive

/// A display that wants to know what happens to lines, too, at the end of the loop for the last time.
protocol EventDisplay: Display {
  /// Takes what happened in a frame, in the order in which it did.
  ///
  /// - Parameter isEnd: whether the loop is over; the lines that are still there vanish.
  /// - Throws: what keeps the display from going on.
  func happened(_ events: [LiveEvent], in frame: LiveFrame, isEnd: Bool) throws
}

extension JSONLinesDisplay: EventDisplay {
  /// Events stand in each frame's own line; those of the end get a line without a picture's lines.
  func happened(_ events: [LiveEvent], in frame: LiveFrame, isEnd: Bool) throws {
    guard isEnd, !events.isEmpty else { return }
    var last = frame
    (last.lines, last.events, last.isDetected, last.linesRead) = ([], events, false, 0)
    try write(last.jsonLine)
  }
}

/// Writes what appears, changes and vanishes to standard output: time in seconds, event, number and text of the line, with
/// tabs between them.
final class EventLines: EventDisplay {
  private let output: JSONLinesDisplay

  init() throws { output = try JSONLinesDisplay(path: "-") }

  func show(_ view: DisplayView) {}
  func finish() throws { try output.finish() }
  var report: DisplayReport { DisplayReport() }

  func happened(_ events: [LiveEvent], in frame: LiveFrame, isEnd: Bool) throws {
    for event in events {
      let text = String(
        event.text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : Character($0) })
      try output.write("\(frame.time.decimal(places: 2))\t\(event.kind.rawValue)\t\(event.id)\t\(text)")
    }
  }
}
