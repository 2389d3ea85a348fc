public import Failure

extension Image {
  /// Reads a picture file: JPEG, PNG, WebP, TIFF, GIF, BMP, PNM, HEIF or AVIF, told by its content, not its name.
  ///
  /// The result is upright (EXIF orientation applied), 8-bit sRGB and opaque: transparency is laid on white, or on black
  /// where what is seen is white. Of several pages or frames it is the first. See docs/pictures.md.
  ///
  /// - Parameter path: a file, or what reads like one (a pipe).
  /// - Throws: `LegibleError` with the code `fileNotFound`, `unreadableFile`, `unreadableImage` (empty, cut off, damaged or
  ///   no picture) or `imageTooLarge`. The message begins with the path.
  public init(contentsOf path: String, limits: ImageLimits = .init()) throws(LegibleError) {
    try self.init(contentsOf: path, limits: limits) { _ in }
  }

  /// The same; the closure is told the size once it was checked, and may wait until there is room for the pixels.
  ///
  /// - Parameter mayHalve: whether a large JPEG may be decoded at half of its size (`HalvedPicture`).
  package init(
    contentsOf path: String, limits: ImageLimits, mayHalve: Bool = false, willDecode: (Size) -> Void
  ) throws(LegibleError) {
    do throws(LegibleError) {
      let bytes = try FileInput.read(path: path, limits: limits, accept: Self.accept)
      try self.init(data: bytes, limits: limits, mayHalve: mayHalve, willDecode: willDecode)
    } catch {
      throw LegibleError(error.code, "\(path): \(error.message)")
    }
  }

  /// Reads a picture from an open file descriptor, 0 for standard input, to its end; it stays open.
  ///
  /// - Throws: `LegibleError` with the code `unreadableFile`, `unreadableImage` or `imageTooLarge`.
  public init(fileDescriptor: Int32, limits: ImageLimits = .init()) throws(LegibleError) {
    try self.init(fileDescriptor: fileDescriptor, limits: limits) { _ in }
  }

  /// The same; the closure is told the size once it was checked, and may wait until there is room for the pixels.
  package init(
    fileDescriptor: Int32, limits: ImageLimits, mayHalve: Bool = false, willDecode: (Size) -> Void
  ) throws(LegibleError) {
    let bytes = try FileInput.read(descriptor: fileDescriptor, limits: limits, accept: Self.accept)
    try self.init(data: bytes, limits: limits, mayHalve: mayHalve, willDecode: willDecode)
  }

  /// Reads a picture from the bytes of its file, see `init(contentsOf:limits:)`.
  ///
  /// - Throws: `LegibleError` with the code `unreadableImage` or `imageTooLarge`.
  public init(data: [UInt8], limits: ImageLimits = .init()) throws(LegibleError) {
    try self.init(data: data, limits: limits) { _ in }
  }

  /// The same; the closure is told the size once it was checked, and may wait until there is room for the pixels.
  package init(
    data: [UInt8], limits: ImageLimits, mayHalve: Bool = false, willDecode: (Size) -> Void
  ) throws(LegibleError) {
    let result = data.withUnsafeBytes { bytes in
      Result { () throws(LegibleError) in
        try Self.decoded(bytes, limits: limits, mayHalve: mayHalve, willDecode: willDecode)
      }
    }
    let (image, whole) = try result.get()
    self = image
    if let whole { halved = HalvedPicture(size: whole, file: data, limits: limits) }
  }

  /// Reads a picture from the bytes of its file, which are not kept.
  ///
  /// - Throws: `LegibleError` with the code `unreadableImage` or `imageTooLarge`.
  public init(data bytes: UnsafeRawBufferPointer, limits: ImageLimits = .init()) throws(LegibleError) {
    self = try Self.decoded(bytes, limits: limits, mayHalve: false) { _ in }.image
  }

  /// The picture, and the size that it has in the file where it was decoded at half of it.
  private static func decoded(
    _ bytes: UnsafeRawBufferPointer, limits: ImageLimits, mayHalve: Bool, willDecode: (Size) -> Void
  ) throws(LegibleError) -> (image: Image, whole: Size?) {
    let format = try ImageFormat.identify(bytes)
    try limits.check(bytes: bytes.count)
    if format == .bmp {
      let file = try BitmapFile(bytes, limits: limits)
      willDecode(Size(width: file.width, height: file.height))
      return (try file.decoded(), nil)
    }
    return try VipsDecoder(format: format, bytes: bytes, mayHalve: mayHalve)
      .decoded(limits: limits, willDecode: willDecode)
  }

  /// Stops reading a file, or an endless pipe, that does not begin as pictures do.
  private static func accept(_ head: [UInt8]) throws(LegibleError) { _ = try ImageFormat.identify(head) }
}
