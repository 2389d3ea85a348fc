internal import Raster

/// A line too long for one look, read in windows that overlap, so that no character is cut.
///
/// The windows' columns are joined in the overlap where both sides see CTC's blank, that is between two characters.
struct LineWindows {
  let input: LineInput
  /// Pixels of a window.
  let width: Int
  /// Whether the network takes no other width. Else the last window is as narrow as what is left of the line allows: of forms that
  /// saves 6 % of all columns, of books 10.
  var isFixed = false
  /// Pixels shared by neighbouring windows: more than the widest character and what the network needs around it.
  static let overlap = 240

  /// - Parameter look: reads `height × width × 3` bytes.
  func read(_ look: (UnsafeRawBufferPointer, Int) throws -> LineReading) rethrows -> LineReading {
    // Neighbours share a quarter of a narrow window.
    let overlap = min(Self.overlap, width / 32 * 8)
    var result: LineReading?
    var start = 0
    while true {
      let isLast = start + width >= input.contentWidth
      let reading = try window(at: start, isLast ? lastWidth(input.contentWidth - start) : width, look)
      if let before = result {
        result = Self.joined(before, reading, at: Int((Double(start) / reading.stride).rounded()))
      } else {
        result = reading
      }
      if isLast { break }
      start += width - overlap
    }
    return result!
  }

  private func lastWidth(_ rest: Int) -> Int {
    isFixed ? width : LineWidth.all.first { $0 >= rest } ?? width
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
