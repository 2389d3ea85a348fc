internal import Raster

/// A rectangle of whole pixels of a look's input.
struct Piece: Hashable {
  /// The left and the upper edge.
  var left, top: Int
  var width, height: Int

  /// The column right of it.
  var right: Int { left + width }
  /// The row below it.
  var bottom: Int { top + height }
  var area: Int { width * height }

  /// From edges, the last ones not included.
  init(left: Int, top: Int, right: Int, bottom: Int) {
    (self.left, self.top, width, height) = (left, top, right - left, bottom - top)
  }

  /// All of an input.
  init(_ size: Size) { (left, top, width, height) = (0, 0, size.width, size.height) }

  /// The smallest one around both.
  func union(_ other: Self) -> Self {
    Self(
      left: min(left, other.left), top: min(top, other.top), right: max(right, other.right),
      bottom: max(bottom, other.bottom))
  }

  /// Joins those that take no more room together than apart, while none grows beyond a width and a height.
  static func joined(_ pieces: [Self], width: Int, height: Int) -> [Self] {
    var pieces = pieces
    var i = 0
    var isChanged = false
    while i < pieces.count {
      var k = i + 1
      while k < pieces.count {
        let both = pieces[i].union(pieces[k])
        if both.width <= width, both.height <= height, both.area <= pieces[i].area + pieces[k].area {
          pieces[i] = both
          pieces.remove(at: k)
          isChanged = true
        } else {
          k += 1
        }
      }
      i += 1
      // What has grown may now touch one that it was compared with before.
      if i == pieces.count, isChanged { (i, isChanged) = (0, false) }
    }
    return pieces
  }
}
