internal import Capture

/// What a loop did, when it is over.
struct LiveEnd: Sendable {
  /// Frames that were read.
  var frames = 0
  /// Frames that a newer one replaced before they were read.
  var skipped = 0
  /// Frames that could not be decoded.
  var damaged = 0
  /// Frames in which lines were looked for.
  var detections = 0
  /// Readings of lines.
  var linesRead = 0
  /// How long it ran.
  var duration = Duration.zero
  /// What reading a frame took.
  var reading = Delays()
  /// The displays beside the window.
  var others: [any Display] = []
  /// What ended it before its time.
  var error: (any Error)?
}
