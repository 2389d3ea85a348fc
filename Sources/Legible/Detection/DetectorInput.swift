internal import Dispatch
internal import Raster

/// A picture brought to the network's size.
struct DetectorInput {
  /// The size of the input.
  let size: Size
  /// `height × width × 3` bytes.
  let pixels: [UInt8]
  /// Where the picture lies in the input.
  private(set) var mapping: Fit.Mapping

  /// Writes a tile of the input of a network that takes any size; of what is larger than a tile the whole is never made.
  ///
  /// - Parameters:
  ///   - chosen: the whole input.
  ///   - tile: the tile's left and upper edge in it, and its size.
  ///   - target: takes `height × width × 3` bytes.
  ///   - threads: what a large tile is shared out to.
  static func write(
    _ image: Image, _ chosen: InputSize, tile: (left: Int, top: Int, size: Size),
    into target: UnsafeMutableBufferPointer<UInt8>, threads: Int
  ) {
    let (left, top, size) = tile
    let shown = Size(
      width: max(0, min(size.width, chosen.picture.width - left)),
      height: max(0, min(size.height, chosen.picture.height - top)))
    let rowBytes = size.width * 3
    let bands = shown.area < Self.sharedPixels ? 1 : min(threads, shown.height)
    // Each band is written by one thread.
    nonisolated(unsafe) let target = target
    DispatchQueue.concurrentPerform(iterations: bands) { band in
      let rows = shown.height * band / bands..<shown.height * (band + 1) / bands
      let part = UnsafeMutableBufferPointer(rebasing: target[rows.lowerBound * rowBytes..<rows.upperBound * rowBytes])
      guard !rows.isEmpty, shown.width > 0 else { return part.update(repeating: 0) }
      image.resize(
        window: (left, top + rows.lowerBound, Size(width: shown.width, height: rows.count)), of: chosen.picture,
        into: part, rowStride: rowBytes)
      // Black to the right of the picture.
      for row in 1...rows.count where shown.width < size.width {
        part[row * rowBytes - (size.width - shown.width) * 3..<row * rowBytes].update(repeating: 0)
      }
    }
    target[shown.height * rowBytes..<size.area * 3].update(repeating: 0)
  }

  /// What a second thread is worth waking up for.
  private static let sharedPixels = 300_000

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
