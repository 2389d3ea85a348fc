internal import Failure
public import Raster

/// A picture that is yet to be read: a file, its bytes, pixels, or a closure that makes them.
public struct PageSource: Sendable {
  /// What the picture is called, a path for instance; nil where it has no name.
  public var name: String?
  /// Makes the pixels, and says how many before they are there.
  let open: @Sendable (ImageLimits, (Size) -> Void) throws -> Image

  /// A picture file, see `Image(contentsOf:limits:)`; its path is the name. Of a large JPEG half of the picture is read where that shows enough
  /// (docs/pictures.md); places are those of the whole picture.
  public static func file(_ path: String) -> PageSource {
    PageSource(name: path) { try Image(contentsOf: path, limits: $0, mayHalve: true, willDecode: $1) }
  }

  /// The bytes of a picture file.
  public static func data(_ bytes: [UInt8], name: String? = nil) -> PageSource {
    PageSource(name: name) { try Image(data: bytes, limits: $0, mayHalve: true, willDecode: $1) }
  }

  /// Pixels that are there already.
  public static func image(_ image: Image, name: String? = nil) -> PageSource {
    PageSource(name: name) { _, willDecode in
      willDecode(image.size)
      return image
    }
  }

  /// A picture that a closure makes when its turn comes; it may block. How large it is shows only then, so only the number
  /// of such pictures is bounded, and not that of their pixels.
  public static func closure(name: String? = nil, _ make: @escaping @Sendable () throws -> Image) -> PageSource {
    PageSource(name: name) { _, _ in try make() }
  }
}

/// What came of one of many pictures.
public struct PageResult: Sendable {
  /// Which picture it was, from 0.
  public var index: Int
  /// Its name; nil where it has none.
  public var name: String?
  /// The page, or why there is none. An error that a closure threw and that is no `LegibleError` has the code
  /// `unreadableImage`.
  public var result: Result<Page, LegibleError>
  /// How long it took from the file's bytes to pixels, waiting for room included.
  public var decoding: Duration
  /// How long the stages of reading took. Pages overlap: the times of all pages add up to more than went by.
  public var times: StageTimes

  /// The page.
  ///
  /// - Throws: `LegibleError`, why there is none.
  public var page: Page { get throws(LegibleError) { try result.get() } }
}
