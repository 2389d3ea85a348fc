internal import Raster

/// How a picture is shown to a detector that takes any size: scaled at its own aspect ratio, black at the right and at
/// the bottom up to the next multiple of 32.
///
/// Found on the development sets (docs/accuracy.md): text is found best when lines are 12 to 60 pixels high in the
/// input. Larger inputs cost time and lose large text, smaller ones lose small text.
struct InputSize: Hashable {
  /// Networks of the DB family halve their input five times.
  static let multiple = 32
  /// Longer sides are reduced to this.
  static let longSide = 1600.0
  /// Pictures are enlarged by this where they stay below `longSide`: text on screens is 10 to 14 pixels high.
  static let enlargement = 1.5
  /// Cut-outs, a plate or a label, are enlarged to this long side, but by no more than `largestEnlargement`.
  static let smallSide = 640.0
  static let largestEnlargement = 4.0

  /// The size of the picture in the input.
  let picture: Size
  /// The size of the input.
  let input: Size

  init(for image: Size) {
    let long = Double(max(image.width, image.height))
    let enlarged = min(Self.largestEnlargement, max(Self.enlargement, Self.smallSide / long))
    let scale = min(enlarged, Self.longSide / long)
    picture = Size(width: Self.scaled(image.width, scale), height: Self.scaled(image.height, scale))
    input = Size(width: Self.filled(picture.width), height: Self.filled(picture.height))
  }

  private static func scaled(_ side: Int, _ scale: Double) -> Int { max(1, Int((Double(side) * scale).rounded())) }

  /// The next multiple of 32.
  private static func filled(_ side: Int) -> Int { (side + multiple - 1) / multiple * multiple }
}
