internal import Raster

/// How the pictures of a stream have to be mirrored and turned, as cameras note it.
struct Orientation: Hashable {
  /// The same as a value of EXIF's tag, 1…8: what `Image.oriented(exif:)` takes.
  let exif: Int

  /// From a display matrix: nine numbers in fixed point, of which the four at 0, 1, 3 and 4 turn. As in QuickTime, a point
  /// x, y (downwards) goes to m0·x + m3·y, m1·x + m4·y. Turns by other angles than quarters count as the nearest of these;
  /// nil and nonsense mean upright.
  init(matrix: UnsafePointer<Int32>?) {
    guard let matrix else {
      exif = 1
      return
    }
    let (a, b, c, d) = (Int64(matrix[0]), Int64(matrix[1]), Int64(matrix[3]), Int64(matrix[4]))
    let isUpright = abs(a) + abs(d) >= abs(b) + abs(c)
    switch (isUpright, isUpright ? a < 0 : b < 0, isUpright ? d < 0 : c < 0) {
    case (true, false, false): exif = 1
    case (true, true, false): exif = 2
    case (true, true, true): exif = 3
    case (true, false, true): exif = 4
    case (false, false, false): exif = 5
    case (false, false, true): exif = 6
    case (false, true, true): exif = 7
    case (false, true, false): exif = 8
    }
  }

  /// Whether width and height change places.
  var swapsSides: Bool { exif >= 5 }
}
