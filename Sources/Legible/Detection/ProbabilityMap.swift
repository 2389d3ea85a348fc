public import Raster

/// What a DB network says of each pixel of its input: the probability that text (shrunk towards its middle) is there.
///
/// Real-time Scene Text Detection with Differentiable Binarization, Liao et al. 2020.
public struct ProbabilityMap: Hashable, Sendable {
  /// The size of the network's output.
  public let size: Size
  /// `height × width` probabilities, 0…1, row by row from the top.
  public let values: [Float]
  /// Where the picture lies in the map.
  public let mapping: Fit.Mapping

  /// A map of probabilities.
  public init(size: Size, values: [Float], mapping: Fit.Mapping) {
    precondition(values.count == size.area, "a map has one probability a pixel")
    self.size = size
    self.values = values
    self.mapping = mapping
  }

  /// The map as a picture: probability × 255, of the map's own size.
  public var image: GrayImage {
    GrayImage(size: size, pixels: values.map { UInt8(max(0, min(1, $0)) * 255 + 0.5) })
  }
}
