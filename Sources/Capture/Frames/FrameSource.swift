public import Raster

/// Where frames come from: a camera, a file, a stream, a screen.
public protocol FrameSource: Sendable {
  /// Width and height of the frames, as they are delivered; of a source that changes its size, those of the newest one.
  /// Nil while a source that reconnects has not been there yet.
  var size: Size? { get }

  /// Frames a second, as the source announces them; nil where it does not.
  var frameRate: Double? { get }

  /// Whether frames come when they come and are lost if nobody reads them (cameras, screens, streams); a file waits.
  var isLive: Bool { get }

  /// The next frame; of a live source the newest, waiting for one that was not read yet. Nil at the end, and after `close`.
  ///
  /// Blocks: call it on a thread of your own, not in a task; for tasks there is `frames`. Calls from several threads are
  /// allowed, each frame is delivered once.
  ///
  /// - Throws: `LegibleError` with the code `sourceUnavailable` (unplugged, connection lost), `unreadableStream` (cut off,
  ///   damaged) or `imageTooLarge`. After an error the source is at its end.
  func read() throws -> Frame?

  /// Ends the source and lets go of the device. A `read` that waits returns nil. More calls do nothing.
  ///
  /// Waits until the device is free for others, a second at the most.
  func close()
}

extension FrameSource {
  /// The frames from here on, for `for try await`.
  public var frames: FrameSequence { FrameSequence(source: self) }
}
