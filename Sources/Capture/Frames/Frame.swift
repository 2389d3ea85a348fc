public import Raster

/// One picture of a camera, a video or a screen, with the time at which it is to be seen.
public struct Frame: Sendable {
  /// The picture: upright, 8-bit RGB.
  public var image: Image
  /// Presentation time since the source's first frame; never less than that of the frame before. Times of a source that
  /// was reconnected go on, with the time that it was away.
  public var time: Duration
  /// 0 for the first frame of the source, then one more for each frame that it delivered, skipped ones too.
  public var index: Int
  /// How many frames were dropped since the last one that was read, because newer ones came before they were asked for.
  public var skipped: Int
  /// How many frames could not be decoded since the last one that was read.
  public var damaged: Int
  /// When the picture was there in memory, decoded: displays tell by it how long it took to be seen.
  public var received: ContinuousClock.Instant

  /// A frame of these parts.
  public init(
    image: Image, time: Duration, index: Int, skipped: Int = 0, damaged: Int = 0,
    received: ContinuousClock.Instant = .now
  ) {
    self.image = image
    self.time = time
    self.index = index
    self.skipped = skipped
    self.damaged = damaged
    self.received = received
  }
}
