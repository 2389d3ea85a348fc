internal import Legible

/// A picture as a network on a device sees it.
enum PreparedPicture {
  /// A picture of a size. For a detector a page, shrunk or grown to fit, in the middle of black, as MaixPy's detection
  /// does it. For others a line at full height from the left on, black behind it, as its recognition does it; a line that
  /// is longer than the input is squeezed, since a cut through a character would teach nothing.
  static func make(_ image: Image, role: FamilyRole, size: Size) -> Image {
    let (width, height) = (Double(image.width), Double(image.height))
    var result = Image(size: size, filled: .black)
    if role == .detection {
      let scale = min(Double(size.width) / width, Double(size.height) / height)
      let inner = Size(
        width: min(size.width, max(1, Int((width * scale).rounded()))),
        height: min(size.height, max(1, Int((height * scale).rounded()))))
      result.draw(image.resized(to: inner), x: (size.width - inner.width) / 2, y: (size.height - inner.height) / 2)
    } else {
      let columns = min(size.width, max(1, Int((width * Double(size.height) / height).rounded())))
      result.draw(image.resized(to: Size(width: columns, height: size.height)), x: 0, y: 0)
    }
    return result
  }

  /// A picture with text to compare networks on where the user gives none: a page, or a line as tight as one that was cut
  /// out. (White beside a line, which no device feeds, cost PP-OCRv6 tiny's recogniser the comparison in the simulator.)
  static func drawn(role: FamilyRole, size: Size) -> Image {
    guard role == .detection else {
      let text = "Legible No. 4711"
      let extent = FontSet.system.extent(of: text, size: 32)
      var line = Image(size: Size(width: Int(extent.width.rounded(.up)) + 8, height: 48))
      line.draw { $0.text(text, at: Point(4, (48 - extent.height) / 2), size: 32, color: .black) }
      return make(line, role: role, size: size)
    }
    let lines = ["Legible 2026", "市立图书馆 City Library", "Order No. 4711-08"]
    let row = Double(size.height) / Double(lines.count + 1)
    var image = Image(size: size)
    image.draw { canvas in
      for (index, line) in lines.enumerated() {
        canvas.text(line, at: Point(8, row * (Double(index) + 0.15)), size: row * 0.6, color: .black)
      }
    }
    return image
  }
}
