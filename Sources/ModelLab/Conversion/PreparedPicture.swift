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

  /// A picture with text to compare networks on where the user gives none.
  static func drawn(role: FamilyRole, size: Size) -> Image {
    let lines =
      role == .detection ? ["Legible 2026", "市立图书馆 City Library", "Order No. 4711-08"] : ["Legible No. 4711"]
    let row = Double(size.height) / (role == .detection ? Double(lines.count + 1) : 1)
    var image = Image(size: size)
    image.draw { canvas in
      for (index, line) in lines.enumerated() {
        canvas.text(line, at: Point(8, row * (Double(index) + 0.15)), size: row * 0.6, color: .black)
      }
    }
    return image
  }
}
