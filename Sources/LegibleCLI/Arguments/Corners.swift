internal import ArgumentParser
internal import Legible

/// Four corners of a text as `--corners` gives them: `x1,y1,x2,y2,x3,y3,x4,y4`.
enum Corners {
  /// - Throws: `ValidationError` that says what is wrong with the text.
  static func quad(_ text: String) throws -> Quad {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count == 8 else {
      throw ValidationError("there are \(parts.count) numbers, and eight are expected: x1,y1,x2,y2,x3,y3,x4,y4.")
    }
    let numbers = try parts.map { part in
      let trimmed = part.drop { $0 == " " }
      guard let number = Double(trimmed), number.isFinite, abs(number) < 1e9 else {
        throw ValidationError("'\(part)' is no number of pixels.")
      }
      return number
    }
    guard let quad = Quad(coordinates: numbers), quad.isConvex, quad.width >= 1, quad.height >= 1 else {
      throw ValidationError(
        """
        the corners enclose no area: give them in the order top-left, top-right, bottom-right, bottom-left of the text.
        """)
    }
    return quad
  }
}
