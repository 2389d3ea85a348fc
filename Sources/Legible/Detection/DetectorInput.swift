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
  init(_ image: Image, _ look: Look) {
    size = look.size
    mapping = look.mapping(of: image.size)
    pixels = Self.placed(image, scaled: look.shown.picture, left: 0, top: 0, in: size)
  }

  /// Writes a tile of the input of a network that takes any size; the whole is never made.
  static func write(
    _ image: Image, _ chosen: InputSize, tile: (left: Int, top: Int, size: Size),
    into target: UnsafeMutableBufferPointer<UInt8>
  ) {
    let (left, top, size) = tile
    let shown = Size(
      width: min(size.width, chosen.picture.width - left), height: min(size.height, chosen.picture.height - top))
    if shown != size { target.update(repeating: 0) }
    guard shown.width > 0, shown.height > 0 else { return }
    image.resize(window: (left, top, shown), of: chosen.picture, into: target, rowStride: size.width * 3)
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
      let scaled = Size(
        width: max(1, min(size.width, Int((Double(image.width) * mapping.scaleX).rounded()))),
        height: max(1, min(size.height, Int((Double(image.height) * mapping.scaleY).rounded()))))
      let (left, top) = ((size.width - scaled.width) / 2, (size.height - scaled.height) / 2)
      mapping = Fit.fill.mapping(from: image.size, to: scaled)
      (mapping.offsetX, mapping.offsetY) = (Double(left), Double(top))
      pixels = Self.placed(image, scaled: scaled, left: left, top: top, in: size)
    case .cover:
      let seen = Quad(size).mapped(mapping.unmap)
      pixels = image.warped(from: seen, to: size).pixels
    }
  }

  /// The picture scaled, at a place in a black input: straight into it, and as it is where it fills it.
  private static func placed(_ image: Image, scaled: Size, left: Int, top: Int, in size: Size) -> [UInt8] {
    if scaled == size { return image.resized(to: size).pixels }
    return Image(size: size) { target in
      let (rowBytes, contentBytes) = (size.width * 3, scaled.width * 3)
      let start = (top * size.width + left) * 3
      // Black up to the first row, then between the rows, then to the end.
      target[..<start].update(repeating: 0)
      for row in 0..<scaled.height {
        let end = start + row * rowBytes + contentBytes
        target[end..<(row + 1 < scaled.height ? end + rowBytes - contentBytes : target.count)].update(repeating: 0)
      }
      image.resize(into: UnsafeMutableBufferPointer(rebasing: target[start...]), size: scaled, rowStride: rowBytes)
    }.pixels
  }
}
