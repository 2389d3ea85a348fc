internal import ArgumentParser
internal import LegibleLive

/// Sizes and places as options give them.
enum Numbers {
  /// `640x480`.
  ///
  /// - Throws: `ValidationError` that says what is wrong with the text.
  static func size(_ text: String) throws -> Size {
    let parts = text.split(separator: "x", omittingEmptySubsequences: false)
    guard parts.count == 2, let width = Int(parts[0]), let height = Int(parts[1]), (1...65_535).contains(width),
      (1...65_535).contains(height)
    else { throw ValidationError("'\(text)' is no size: two numbers of pixels are expected, as 640x480.") }
    return Size(width: width, height: height)
  }

  /// `x,y,width,height` or `x1,y1,x2,y2,x3,y3,x4,y4`.
  ///
  /// - Throws: `ValidationError` that says what is wrong with the text.
  static func quad(_ text: String, allowsRectangle: Bool) throws -> Quad {
    let numbers = try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
      guard let number = Double(part.drop { $0 == " " }), number.isFinite, abs(number) <= 100_000 else {
        throw ValidationError("'\(part)' is no number of pixels.")
      }
      return number
    }
    var quad: Quad?
    if allowsRectangle, numbers.count == 4 {
      quad = Quad(Rect(x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3]))
    } else if numbers.count == 8 {
      quad = Quad(coordinates: numbers)
    } else {
      let expected =
        allowsRectangle
        ? "four, x,y,width,height, or eight, x1,y1,…,x4,y4, are expected" : "eight are expected: x1,y1,…,x4,y4"
      throw ValidationError("there are \(numbers.count) numbers, and \(expected).")
    }
    guard let quad, quad.isConvex, quad.width >= 1, quad.height >= 1 else {
      throw ValidationError(
        """
        the corners enclose no area: give them in the order top-left, top-right, bottom-right, bottom-left of the text.
        """)
    }
    return quad
  }
}
