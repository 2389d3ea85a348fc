internal import Failure
internal import Raster

/// What FFmpeg is asked to open, and how.
struct StreamRequest: Sendable {
  /// What the user calls it; messages begin with it.
  var name: FrameSourceName
  /// FFmpeg's format or device; nil to find out by the content.
  var format: String?
  /// FFmpeg's address.
  var url: String
  /// FFmpeg's options, by name.
  var options: [(String, String)] = []
  /// A descriptor to read from instead of opening the address, which this takes over.
  var descriptor: Int32?
  /// Whether frames are lost that nobody takes; nil to decide by whether the stream has a duration.
  var isLive: Bool?
  /// The size that was asked for, and must be delivered.
  var size: Size?
  /// How long there may be no frame; nil for ever.
  var timeout: Duration?
  /// The largest frame, and the like.
  var limits = ImageLimits()

  /// Whether it is a device that knows its format without reading from it.
  var isDevice: Bool { format == "v4l2" }

  /// An error whose message begins with the name of the source.
  func failure(_ code: LegibleError.Code, _ message: String) -> LegibleError {
    LegibleError(code, "\(name): \(message)")
  }
}
