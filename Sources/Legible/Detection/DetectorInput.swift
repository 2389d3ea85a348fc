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

  /// Writes a piece of the input of a network that takes any size; of what is larger than a tile the whole is never made.
  ///
  /// - Parameters:
  ///   - chosen: the whole input.
  ///   - piece: what of it.
  ///   - target: takes `height` rows of `width × 3` bytes.
  ///   - rowStride: bytes from a row to the next.
  ///   - threads: what a large piece is shared out to.
  static func write(
    _ image: Image, _ chosen: InputSize, _ piece: Piece, into target: UnsafeMutableBufferPointer<UInt8>, rowStride: Int,
    threads: Int
  ) {
    let shown = Size(
      width: max(0, min(piece.width, chosen.picture.width - piece.left)),
      height: max(0, min(piece.height, chosen.picture.height - piece.top)))
    let bands = shown.area < Self.sharedPixels ? 1 : min(threads, shown.height)
    // Each band is written by one thread.
    nonisolated(unsafe) let target = target
    DispatchQueue.concurrentPerform(iterations: bands) { band in
      let rows = shown.height * band / bands..<shown.height * (band + 1) / bands
      guard !rows.isEmpty, shown.width > 0 else { return }
      image.resize(
        window: (piece.left, piece.top + rows.lowerBound, Size(width: shown.width, height: rows.count)),
        of: chosen.picture, into: UnsafeMutableBufferPointer(rebasing: target[(rows.lowerBound * rowStride)...]),
        rowStride: rowStride)
    }
    // Black to the right of the picture and below it.
    for row in 0..<piece.height {
      let filled = shown.width > 0 && row < shown.height ? shown.width : 0
      target[row * rowStride + filled * 3..<row * rowStride + piece.width * 3].update(repeating: 0)
    }
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
