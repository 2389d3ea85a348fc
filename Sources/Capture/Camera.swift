public import Raster
internal import Dispatch
internal import Failure

/// A camera, or whatever else frames come from: a video, a stream, the screen, a folder of pictures.
///
/// ```swift
/// let camera = try Camera(size: Size(width: 640, height: 480))
/// while let frame = try camera.read() { print(frame.time, frame.image.size) }
/// ```
///
/// The device is asked on a thread that belongs to the object, and is free again after `close`, or when nobody holds the
/// object any more.
public final class Camera: FrameSource {
  /// What the frames come from.
  public let name: FrameSourceName
  let reader: FrameReader

  /// Opens a camera.
  ///
  /// - Parameters:
  ///   - size: the width and height that the camera has to deliver; nil for what it is set to. A size that it does not have
  ///     is refused, with those that it has.
  ///   - format: how the camera is to send its pictures; nil leaves it to Legible, which takes JPEG where a camera sends
  ///     large pictures no other way. Frames are RGB whatever is chosen.
  ///   - camera: which one; the first unless told otherwise.
  /// - Throws: `LegibleError` with the code `sourceUnavailable` (not there, busy, no permission) or `invalidArgument` (a size
  ///   or format that the camera does not have).
  public convenience init(
    size: Size? = nil, format: CameraFormat? = nil, camera: CameraName = .index(0), options: CaptureOptions = .init()
  ) throws {
    var options = options
    options.size = size ?? options.size
    options.format = format ?? options.format
    try self.init(.camera(camera), options: options)
  }

  /// Opens what a text names, see `FrameSourceName.init(parsing:)`: `0`, `/dev/video2`, `clip.mp4`, `rtsp://…`, `screen`.
  ///
  /// - Throws: `LegibleError` as `init(parsing:)` and `init(_:options:)` do.
  public convenience init(_ source: String, options: CaptureOptions = .init()) throws {
    try self.init(FrameSourceName(parsing: source), options: options)
  }

  /// Opens a source. Waits until it is open; with `reconnects`, one that is not there is waited for later, by `read`.
  ///
  /// - Throws: `LegibleError` with the code `sourceUnavailable`, `unreadableStream` (not a video), `fileNotFound`,
  ///   `unreadableFile`, `imageTooLarge` or `invalidArgument`. The message begins with the source.
  public convenience init(_ name: FrameSourceName, options: CaptureOptions = .init()) throws {
    try options.check(for: name)
    try self.init(name, options: options, open: name.opener(options: options))
  }

  /// Opens a source without blocking; cancelling the task ends the attempt.
  ///
  /// A stream that does not answer and a pipe into which nobody writes keep `init` waiting, a pipe for ever.
  ///
  /// - Throws: what `init(_:options:)` throws, or `CancellationError`.
  public static func opened(_ name: FrameSourceName, options: CaptureOptions = .init()) async throws -> Camera {
    try options.check(for: name)
    let camera = Camera(opening: name, options: options, open: name.opener(options: options))
    return try await withTaskCancellationHandler(
      operation: {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
          // A serial queue of its own gets a thread of its own, however many others are blocked.
          DispatchQueue(label: "legible.open").async {
            continuation.resume(with: Result { try camera.reader.mailbox.waitUntilOpen() })
          }
        }
        try Task.checkCancellation()
        return camera
      },
      onCancel: { DispatchQueue(label: "legible.close").async { camera.close() } })
  }

  /// Frames from a feed of any kind.
  convenience init(_ name: FrameSourceName, options: CaptureOptions, open: @escaping FeedOpener) throws {
    self.init(opening: name, options: options, open: open)
    try reader.mailbox.waitUntilOpen()
  }

  private init(opening name: FrameSourceName, options: CaptureOptions, open: @escaping FeedOpener) {
    self.name = name
    reader = FrameReader(
      policy: .init(
        delivery: options.delivery, paced: options.paced, reconnects: options.reconnects,
        patience: options.reconnectInterval),
      isLive: options.paced || name.isLive, open: open)
  }

  /// Width and height of the newest frame; nil while the source has not been there yet.
  public var size: Size? { reader.mailbox.size }
  /// Frames a second as announced; nil where they are not.
  public var frameRate: Double? { reader.mailbox.frameRate }
  /// Whether frames come when they come, and are lost if nobody reads them.
  public var isLive: Bool { reader.mailbox.isLive }

  /// The next frame, waiting for it; of a live source the newest. Nil at the end, see `FrameSource.read`.
  public func read() throws -> Frame? { try reader.mailbox.take() }

  /// Ends the source; a `read` that waits returns nil. Waits a second at the most until the device is free for others.
  public func close() { reader.close() }
}
