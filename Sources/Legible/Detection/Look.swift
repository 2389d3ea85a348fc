internal import Raster

/// A look at a picture: all of it at a scale, or the parts where an earlier look saw traces of text.
///
/// What is blank at the first look is blank at the second, and in photographs, which are looked at again most often, there is
/// little text.
struct Look {
  /// The scale.
  let shown: InputSize
  /// The parts that are looked at.
  let tiles: Tiles

  /// All of a picture.
  init(_ size: InputSize) { (shown, tiles) = (size, Tiles(size.input)) }

  /// The parts of a picture with traces of text.
  init(_ size: InputSize, around traces: Traces) { (shown, tiles) = (size, Tiles(around: traces)) }

  /// The size of the map.
  var size: Size { shown.input }

  /// Where the picture lies in the input.
  func mapping(of image: Size) -> Fit.Mapping { Fit.fill.mapping(from: image, to: shown.picture) }
}
