internal import Raster

/// A picture brought to the network's size.
struct DetectorInput {
  /// The size of the input.
  let size: Size
  /// `height × width × 3` bytes.
  let pixels: [UInt8]
  /// Where the picture lies in the input.
  private(set) var mapping: Fit.Mapping

  /// For a network that takes any size.
  init(_ image: Image, _ chosen: InputSize) {
    let scaled = image.resized(to: chosen.picture)
    size = chosen.input
    mapping = Fit.fill.mapping(from: image.size, to: chosen.picture)
    pixels =
      scaled.padded(
        left: 0, top: 0, right: size.width - scaled.width, bottom: size.height - scaled.height, color: .black
      ).pixels
  }

  /// For a network that was fixed to a size.
  init(_ image: Image, size: Size, fit: Fit) {
    self.size = size
    mapping = fit.mapping(from: image.size, to: size)
    switch fit {
    case .fill:
      pixels = image.resized(to: size).pixels
    case .contain:
      // By whole pixels: half a pixel of border would blur every edge of the picture.
      let scaled = image.resized(
        to: Size(
          width: max(1, min(size.width, Int((Double(image.width) * mapping.scaleX).rounded()))),
          height: max(1, min(size.height, Int((Double(image.height) * mapping.scaleY).rounded())))))
      let (left, top) = ((size.width - scaled.width) / 2, (size.height - scaled.height) / 2)
      mapping = Fit.fill.mapping(from: image.size, to: scaled.size)
      (mapping.offsetX, mapping.offsetY) = (Double(left), Double(top))
      pixels =
        scaled.padded(
          left: left, top: top, right: size.width - scaled.width - left, bottom: size.height - scaled.height - top,
          color: .black
        ).pixels
    case .cover:
      let seen = Quad(size).mapped(mapping.unmap)
      pixels = image.warped(from: seen, to: size).pixels
    }
  }
}
