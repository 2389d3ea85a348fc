internal import Raster

/// A picture brought to the network's size.
struct DetectorInput {
  /// `height × width × 3` bytes.
  let pixels: [UInt8]
  /// Where the picture lies in it.
  let mapping: Fit.Mapping

  init(_ image: Image, size: Size, fit: Fit) {
    mapping = fit.mapping(from: image.size, to: size)
    if fit == .fill {
      pixels = image.resized(to: size).pixels
      return
    }
    // Placed by whole pixels where nothing is cut off, else sampled through the mapping.
    let inner = Size(
      width: Int((Double(image.width) * mapping.scaleX).rounded()),
      height: Int((Double(image.height) * mapping.scaleY).rounded()))
    if fit == .contain, inner.width <= size.width, inner.height <= size.height {
      let (left, top) = ((size.width - inner.width) / 2, (size.height - inner.height) / 2)
      pixels =
        image.resized(to: Size(width: max(1, inner.width), height: max(1, inner.height)))
        .padded(
          left: left, top: top, right: size.width - max(1, inner.width) - left,
          bottom: size.height - max(1, inner.height) - top, color: .black
        ).pixels
    } else {
      let seen = Quad(
        Rect(x: 0, y: 0, width: Double(size.width), height: Double(size.height))
      ).mapped(mapping.unmap)
      pixels = image.warped(from: seen, to: size).pixels
    }
  }
}
