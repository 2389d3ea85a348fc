internal import Raster

/// What delivers pictures one after the other: the layer below `Camera`, which tests replace by a device of their own.
///
/// Belongs to one thread: it is opened, asked and given up there. Giving it up closes the device.
protocol FrameFeed: AnyObject {
  /// Width and height as far as known, after turning.
  var size: Size { get }
  /// Frames a second as announced.
  var frameRate: Double? { get }
  /// Whether frames are lost that nobody takes.
  var isLive: Bool { get }

  /// The next picture, waiting for it; nil at the end, or when the interrupt was raised.
  func next() throws -> FeedFrame?
}

/// A picture as a feed delivers it.
struct FeedFrame: Sendable {
  var image: Image
  /// Since the feed's first frame.
  var time: Duration
  /// Frames that could not be decoded since the last one.
  var damaged: Int = 0
}

/// Opens a feed; it has to look at the interrupt wherever it waits.
typealias FeedOpener = @Sendable (Interrupt) throws -> any FrameFeed
