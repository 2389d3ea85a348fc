internal import Raster

/// Chooses the size at which a picture is shown to a detector that takes any size.
struct InputSize {
  /// Networks of the DB family halve their input five times.
  static let multiple = 32
  /// Shorter sides are enlarged to this.
  var shortSide = 736
  /// Longer sides are reduced to this.
  var longSide = 2000

  /// The input for a picture.
  func size(for image: Size) -> Size {
    var scale = 1.0
    let (short, long) = (Double(min(image.width, image.height)), Double(max(image.width, image.height)))
    if short < Double(shortSide) { scale = Double(shortSide) / short }
    if long * scale > Double(longSide) { scale = Double(longSide) / long }
    return Size(width: Self.rounded(Double(image.width) * scale), height: Self.rounded(Double(image.height) * scale))
  }

  /// The nearest multiple of 32, at least 32.
  static func rounded(_ side: Double) -> Int {
    max(multiple, Int((side / Double(multiple)).rounded()) * multiple)
  }
}
