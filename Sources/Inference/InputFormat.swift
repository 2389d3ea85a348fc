internal import Failure

/// How the pixels that are handed to a model turn into what the network was trained on; given when a model is loaded.
///
/// The model then takes `[N, H, W, 3]` bytes in RGB order; each becomes `(value − mean) × scale`, the channels are
/// put into `channelOrder`, and the layout becomes `[N, 3, H, W]`.
public struct InputFormat: Hashable, Codable, Sendable {
  /// The order of the network's channels.
  public enum ChannelOrder: String, Hashable, Codable, Sendable {
    /// Red, green, blue.
    case rgb
    /// Blue, green, red, as OpenCV loads pictures.
    case bgr
  }

  /// The order of the network's channels.
  public var channelOrder: ChannelOrder
  /// Subtracted from each channel, 0…255, in the network's order.
  public var mean: [Float]
  /// What the difference is multiplied with, in the network's order.
  public var scale: [Float]

  /// A format; `mean` and `scale` have three values each.
  public init(channelOrder: ChannelOrder, mean: [Float], scale: [Float]) {
    precondition(mean.count == 3 && scale.count == 3, "three channels have three means and three scales")
    self.channelOrder = channelOrder
    self.mean = mean
    self.scale = scale
  }

  /// Checks what was set or decoded since.
  ///
  /// - Throws: `invalidArgument`.
  func check() throws(LegibleError) {
    guard mean.count == 3, scale.count == 3 else {
      throw LegibleError(
        .invalidArgument,
        "The input format has \(mean.count) means and \(scale.count) scales: three of each are expected, one a channel."
      )
    }
  }
}
