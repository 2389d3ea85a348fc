internal import ArgumentParser

/// A number of pixels, which may be given in millions: `200M`.
struct PixelCount: CustomStringConvertible {
  var value: Int

  init(value: Int) { self.value = value }

  /// - Throws: `ValidationError` where the text is no positive number.
  init(_ text: String) throws {
    let isMillions = text.hasSuffix("M")
    guard let number = Int(isMillions ? String(text.dropLast()) : text), number > 0, number <= 1_000_000_000_000
    else { throw ValidationError("a positive number is expected, for instance 50000000 or 50M.") }
    let (pixels, overflow) = number.multipliedReportingOverflow(by: isMillions ? 1_000_000 : 1)
    guard !overflow else { throw ValidationError("the number is too large.") }
    value = pixels
  }

  var description: String { value.isMultiple(of: 1_000_000) ? "\(value / 1_000_000)M" : "\(value)" }
}
