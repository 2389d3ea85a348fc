internal import Raster

/// A line too long for one look, read in windows that overlap, so that no character is cut.
///
/// The windows' columns are joined in the overlap where both sides see CTC's blank, that is between two characters.
struct LineWindows {
  let input: LineInput
  /// Pixels of the network's input where it takes no other; nil: the windows of a line are as narrow as they can be.
  var fixedWidth: Int?
  /// Pixels shared by neighbouring windows at the least: more than the widest character and what the network needs around it.
  static let overlap = 240

  /// - Parameter look: reads `height × width × 3` bytes.
  func read(_ look: (UnsafeRawBufferPointer, Int) throws -> LineReading) rethrows -> LineReading {
    let length = input.contentWidth
    let width = fixedWidth ?? Self.width(of: length)
    let count = Self.count(length, width)
    var result: LineReading?
    for index in 0..<count {
      // Evenly over the line, at whole columns of the output.
      let start = count == 1 ? 0 : index * (length - width) / (count - 1) / 8 * 8
      let reading = try window(at: start, width, look)
      if let before = result {
        result = Self.joined(before, reading, at: Int((Double(start) / reading.stride).rounded()))
      } else {
        result = reading
      }
    }
    return result!
  }

  /// The width of a line's windows: all have one, for which the engine is made ready once, and which other lines have, too. Their columns are as
  /// many as with a narrower last window.
  static func width(of length: Int) -> Int {
    let count = count(length, LineWidth.maximum)
    return LineWidth.all.first { Self.count(length, $0) <= count } ?? LineWidth.maximum
  }

  /// How many windows of a width a line needs.
  private static func count(_ length: Int, _ width: Int) -> Int {
    // Neighbours share a quarter of a narrow window.
    let step = width - min(overlap, width / 32 * 8)
    return 1 + max(0, (length - width + step - 1) / step)
  }

  private func window(
    at start: Int, _ width: Int, _ look: (UnsafeRawBufferPointer, Int) throws -> LineReading
  ) rethrows -> LineReading {
    let bytes = width * input.height * 3
    return try withUnsafeTemporaryAllocation(byteCount: bytes, alignment: 64) { window in
      window.initializeMemory(as: UInt8.self, repeating: input.filling)
      let count = min(width, input.width - start) * 3
      input.pixels.withUnsafeBytes { source in
        for row in 0..<input.height {
          UnsafeMutableRawBufferPointer(rebasing: window[(row * width * 3)...]).copyMemory(
            from: UnsafeRawBufferPointer(rebasing: source[((row * input.width + start) * 3)...].prefix(count)))
        }
      }
      return try look(UnsafeRawBufferPointer(window), width)
    }
  }

  /// - Parameter offset: the column of `before` at which `after` begins.
  static func joined(_ before: LineReading, _ after: LineReading, at offset: Int) -> LineReading {
    let shared = before.columns.count - offset
    // The likeliest gap, both sides considered; near the middle where several are alike.
    let middle = shared / 2
    let cut =
      (0..<shared).max { a, b in
        func worth(_ i: Int) -> Float {
          before.blanks[offset + i] * after.blanks[i] - Float(abs(i - middle)) / Float(shared) * 0.1
        }
        return worth(a) < worth(b)
      } ?? 0
    var result = before
    func join<T>(_ a: [T], _ b: [T]) -> [T] { a.isEmpty ? a : Array(a[..<(offset + cut)] + b[cut...]) }
    result.columns = join(before.columns, after.columns)
    result.spaces = join(before.spaces, after.spaces)
    result.blanks = join(before.blanks, after.blanks)
    return result
  }
}
