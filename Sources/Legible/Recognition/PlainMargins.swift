internal import Raster

/// Leaves out what is plain around a line of text that somebody framed by hand.
///
/// Recognisers are trained with crops that text fills. In one with wide margins letters are a few rows high, and characters
/// are lost: of drawn lines with margins of their own height tiny read half (docs/accuracy.md). What the detector finds has no
/// margins.
enum PlainMargins {
  /// How far a plain pixel may be from the margin's colour, in each channel: JPEG's noise, and not faint text.
  static let tolerance = 24
  /// What stays around the text, as a part of its height.
  static let kept = 0.2
  /// The part of the frame's lower side that stays at least around marks that are all ink: dots and dashes are to be no letters.
  static let leastHeight = 0.4
  /// From this part of ink in the marks' columns on they are dots, dashes or strokes; letters have half as much.
  static let solid = 0.7
  /// With fewer separate marks all stays as it is: only its surroundings tell whether a stroke is a dash, a 1 or a letter.
  static let fewestMarks = 3
  /// Larger frames are looked at with this many pixels.
  static let mostPixels = 1_000_000.0

  /// The part of a quad that holds text; the whole where its border is not plain, or it holds few marks.
  static func trimmed(_ quad: Quad, of image: Image) -> Quad {
    let scale = min(1, (mostPixels / max(1, quad.width * quad.height)).squareRoot())
    let seen =
      scale == 1 && quad == Quad(image.size)
      ? image
      : image.warped(
        from: quad, to: Size(width: max(1, Int(quad.width * scale)), height: max(1, Int(quad.height * scale))))
    guard let ink = inkBounds(in: seen) else { return quad }
    let size = seen.size
    // The lower side of text that runs down is its width.
    let margin = (kept * Double(min(ink.width, ink.height))).rounded(.up)
    let wanted = ink.isSolid ? Double(min(size.width, size.height)) * leastHeight : 0
    func span(_ start: Int, _ length: Int, _ whole: Int) -> (Double, Double) {
      let margin = max(margin, (wanted - Double(length)) / 2)
      return (max(0, Double(start) - margin), min(Double(whole), Double(start + length) + margin))
    }
    let (left, right) = span(ink.x, ink.width, size.width), (top, bottom) = span(ink.y, ink.height, size.height)
    guard right - left < Double(size.width) || bottom - top < Double(size.height) else { return quad }
    let place = Transform(from: size, to: quad)
    return Quad(Rect(x: left, y: top, width: right - left, height: bottom - top)).mapped(place.apply)
  }

  /// Where pixels are that have another colour than the border; nil where few marks are.
  private static func inkBounds(in image: Image) -> (x: Int, y: Int, width: Int, height: Int, isSolid: Bool)? {
    let (width, height) = (image.size.width, image.size.height)
    return image.pixels.withUnsafeBufferPointer { pixels in
      let color = borderColor(pixels, width, height)
      func isPlain(_ x: Int, _ y: Int) -> Bool {
        let i = (y * width + x) * 3
        return abs(Int(pixels[i]) - color.0) <= tolerance && abs(Int(pixels[i + 1]) - color.1) <= tolerance
          && abs(Int(pixels[i + 2]) - color.2) <= tolerance
      }
      func hasInk(_ y: Int) -> Bool { (0..<width).contains { !isPlain($0, y) } }
      guard let top = (0..<height).first(where: hasInk), let bottom = (top..<height).last(where: hasInk) else {
        return nil
      }
      // Each row is asked only as far as those before it were plain.
      var (left, end) = (width, 0)
      for y in top...bottom {
        var x = 0
        while x < left, isPlain(x, y) { x += 1 }
        left = x
        x = width
        while x > end, isPlain(x - 1, y) { x -= 1 }
        end = x
      }
      let (columns, rows) = (left..<end, top..<bottom + 1)
      let marks =
        columns.count >= rows.count
        ? Marks(columns) { x in rows.count { !isPlain(x, $0) } }
        : Marks(rows) { y in columns.count { !isPlain($0, y) } }
      if marks.count < fewestMarks { return nil }
      let isSolid = Double(marks.ink) >= solid * Double(marks.length * min(columns.count, rows.count))
      return (left, top, columns.count, rows.count, isSolid)
    }
  }

  /// What stands apart along a line of text.
  private struct Marks {
    /// How many there are, how many of the line's columns they have, and how many pixels.
    var count = 0, length = 0, ink = 0

    init(_ line: Range<Int>, pixels: (Int) -> Int) {
      var wasPlain = true
      for i in line {
        let here = pixels(i)
        if here > 0, wasPlain { count += 1 }
        if here > 0 { length += 1 }
        ink += here
        wasPlain = here == 0
      }
    }
  }

  /// The median of the outermost pixels, channel by channel.
  private static func borderColor(
    _ pixels: UnsafeBufferPointer<UInt8>, _ width: Int, _ height: Int
  ) -> (Int, Int, Int) {
    withUnsafeTemporaryAllocation(of: Int.self, capacity: 3 * 256) { counts in
      counts.initialize(repeating: 0)
      var count = 0
      func add(_ x: Int, _ y: Int) {
        for channel in 0..<3 { counts[channel * 256 + Int(pixels[(y * width + x) * 3 + channel])] += 1 }
        count += 1
      }
      for x in 0..<width { add(x, 0); add(x, height - 1) }
      for y in 0..<height { add(0, y); add(width - 1, y) }
      func median(_ channel: Int) -> Int {
        var (sum, value) = (0, -1)
        while sum * 2 < count { value += 1; sum += counts[channel * 256 + value] }
        return value
      }
      return (median(0), median(1), median(2))
    }
  }
}
