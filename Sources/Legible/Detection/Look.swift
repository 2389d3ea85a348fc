internal import CPixels
internal import Raster

/// A look at a picture: all of it at a scale, or the part where an earlier look saw traces of text.
///
/// Such a part is as large as the first look's input: it takes no longer than that, and needs no kernels and no memory of its
/// own. In photographs, which are looked at again most often, text stands together, and what is blank at the first look
/// is blank at the second.
struct Look {
  /// The scale whose turn it was; the next follows from it.
  let planned: InputSize
  /// The scale at which the picture is shown: smaller where the traces would not fit else.
  let shown: InputSize
  /// Where the part begins; nil: all of the picture is shown.
  let window: (left: Int, top: Int)?
  /// The size of the input.
  let size: Size

  /// Pixels around the traces, at least: what lies beside text helps to find it.
  private static let margin = 48.0
  /// A look has to be this much larger than the one before. What is wider than that shows is looked at as a whole.
  private static let leastGain = 1.35

  /// All of a picture.
  init(_ size: InputSize) {
    (planned, shown, window, self.size) = (size, size, nil, size.input)
  }

  /// The part of a picture around traces of text, shown as large as it fits.
  ///
  /// - Parameters:
  ///   - planned: the largest scale to show it at.
  ///   - earlier: the look that saw the traces.
  ///   - traces: where they are, in image pixels.
  ///   - size: the input to fit them in.
  /// - Returns: nil where they do not fit, or the input holds all of the picture.
  init?(_ planned: InputSize, after earlier: Look, at traces: Rect, of image: Size, fitting size: Size) {
    guard planned.input.width > size.width || planned.input.height > size.height else { return nil }
    var scale = planned.scale
    while scale >= earlier.shown.scale * Self.leastGain {
      let shown = InputSize(for: image, scale: scale, effort: planned.effort)
      if let window = Self.window(shown, traces, image, size) {
        (self.planned, self.shown, self.window, self.size) = (planned, shown, window, size)
        return
      }
      scale *= 0.96
    }
    return nil
  }

  private static func window(
    _ shown: InputSize, _ traces: Rect, _ image: Size, _ size: Size
  ) -> (left: Int, top: Int)? {
    let mapping = Fit.fill.mapping(from: image, to: shown.picture)
    let low = mapping.map(Point(traces.minX, traces.minY))
    let high = mapping.map(Point(traces.maxX, traces.maxY))
    func start(_ low: Double, _ high: Double, _ length: Int, _ whole: Int) -> Int? {
      if length >= whole { return 0 }
      let (low, high) = (max(0, low - margin), min(Double(whole), high + margin))
      guard high - low <= Double(length) else { return nil }
      return max(0, min(whole - length, Int((low + high) / 2) - length / 2))
    }
    guard let left = start(low.x, high.x, size.width, shown.input.width),
      let top = start(low.y, high.y, size.height, shown.input.height)
    else { return nil }
    return (left, top)
  }

  /// Where the picture lies in the input.
  func mapping(of image: Size) -> Fit.Mapping {
    var mapping = Fit.fill.mapping(from: image, to: shown.picture)
    if let window { (mapping.offsetX, mapping.offsetY) = (-Double(window.left), -Double(window.top)) }
    return mapping
  }

  /// The smallest rectangle around all values of this look's map above a threshold, in image pixels; nil where there are
  /// none.
  func traces(in map: UnsafeBufferPointer<Float>, above threshold: Float, of image: Size) -> Rect? {
    var (left, right, top, bottom) = (size.width, 0, size.height, 0)
    for y in 0..<size.height {
      let row = map.baseAddress! + y * size.width
      let first = cpixels_next_above(row, 0, size.width, threshold)
      guard first < size.width else { continue }
      (left, top, bottom) = (min(left, first), min(top, y), y + 1)
      // Only what would widen it is looked at.
      var x = max(first, right)
      while x < size.width {
        x = cpixels_next_above(row, x, size.width, threshold) + 1
        if x <= size.width { right = max(right, x) }
      }
    }
    guard top < bottom else { return nil }
    let mapping = mapping(of: image)
    let low = mapping.unmap(Point(Double(left), Double(top)))
    let high = mapping.unmap(Point(Double(right), Double(bottom)))
    return Rect(minX: low.x, minY: low.y, maxX: high.x, maxY: high.y)
  }
}
