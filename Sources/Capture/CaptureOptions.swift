internal import Failure
public import Raster

/// Which frames a reader gets that is slower than the source.
public enum Delivery: String, Hashable, Sendable, CaseIterable {
  /// Of live and of paced sources the newest frame, of the others every one.
  case automatic
  /// The newest frame; those in between are dropped and counted.
  case newest
  /// Every frame: the source waits. A camera that has to wait drops frames by itself, without telling.
  case every
}

/// How a source is read.
public struct CaptureOptions: Hashable, Sendable {
  /// The width and height that a camera is asked for; nil for what it is set to. Cameras only.
  public var size: Size?
  /// How a camera is asked to send its pictures; nil to choose. Cameras only.
  public var format: CameraFormat?
  /// The frames a second that a camera or the screen is asked for (nil: the camera's own, 15 of the screen), or that the
  /// pictures of a folder are given (nil: 1). More than 0, at most 1000. A camera takes the nearest rate that it has.
  public var rate: Double?
  /// Which frames a slow reader gets.
  public var delivery = Delivery.automatic
  /// Whether a file is played at its own speed, as if it were a camera.
  public var paced = false
  /// Whether a live source that is not there, or goes away, is waited for; tried anew again and again until `close`.
  public var reconnects = false
  /// The time before the first new attempt; it doubles up to ten times as much.
  public var reconnectInterval = Duration.milliseconds(500)
  /// How long a camera or a stream may send no frame before that is an error.
  public var timeout = Duration.seconds(10)
  /// Frames with more pixels are refused before memory is taken for them; `maximumBytes` counts for pictures of a folder.
  public var limits = ImageLimits()

  /// What is usual.
  public init() {}

  /// - Throws: `invalidArgument` where a value is outside of what is allowed, or means nothing to the source.
  func check(for name: FrameSourceName) throws(LegibleError) {
    if let size, size.width < 1 || size.height < 1 || size.width > 65_535 || size.height > 65_535 {
      throw LegibleError(.invalidArgument, "the size \(size) is no size of a picture: give 1 to 65535 pixels each way")
    }
    if let rate, !(rate > 0 && rate <= 1000) {
      throw LegibleError(.invalidArgument, "the rate of \(rate) frames a second is not more than 0 and at most 1000")
    }
    if timeout <= .zero || reconnectInterval <= .zero {
      throw LegibleError(.invalidArgument, "a time to wait has to be longer than 0")
    }
    let isCamera = if case .camera = name { true } else { false }
    if !isCamera, size != nil || format != nil {
      throw LegibleError(
        .invalidArgument,
        "\(name): a size and a format can be asked of cameras only: leave them out, and scale the frames")
    }
    if rate != nil, !name.takesRate {
      throw LegibleError(
        .invalidArgument, "\(name): a rate can be asked of cameras, the screen and pictures only: leave it out")
    }
    if reconnects, !name.isLive {
      throw LegibleError(
        .invalidArgument, "\(name): only cameras, streams and the screen can come back: leave reconnecting out")
    }
  }
}
