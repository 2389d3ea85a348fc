internal import Legible

/// How each picture is read: the reader, the options and what is asked of them.
struct PictureReading: Sendable {
  /// What is asked for.
  enum Task: Sendable {
    /// Look for lines and read them.
    case page
    /// The whole picture is one line.
    case line
    /// The lines between corners.
    case corners([Quad])
    /// Look for lines only.
    case regions

    /// Whether half of a large picture may do.
    var mayHalve: Bool { if case .page = self { true } else { false } }
  }

  var reader: TextReader
  var options: RecognitionOptions
  var limits: ImageLimits
  var task: Task
  /// What may have been decoded already.
  var first: FirstPicture?

  /// Decodes a picture and reads it.
  ///
  /// - Throws: `LegibleError`.
  func read(_ input: Input) throws -> PictureResult {
    let decoded = try decode(input) { _ in }
    var stages = StageTimes()
    let content = try read(decoded.image, &stages) { try reader.read(decoded.image, options: options, times: &$0) }
    return PictureResult(content: content, image: decoded.image, decoding: decoded.time, stages: stages)
  }

  /// The picture, decoded now or before.
  ///
  /// - Parameter willDecode: is told the size before there are pixels, and may wait until there is room.
  func decode(_ input: Input, willDecode: (Size) -> Void) throws(LegibleError) -> DecodedPicture {
    if let picture = try first?.take(input) {
      willDecode(picture.image.size)
      return picture
    }
    return try DecodedPicture(input, limits: limits, mayHalve: task.mayHalve, willDecode: willDecode)
  }

  /// Reads a picture that is one of many.
  ///
  /// - Throws: `LegibleError`, or `CancellationError`.
  func read(_ image: Image, _ cancellation: Cancellation, _ crew: any Crew) throws -> PictureResult {
    try cancellation.check()
    var stages = StageTimes()
    let content = try read(image, &stages, crew) {
      try reader.read(image, options: options, times: &$0, cancellation: cancellation, crew: crew)
    }
    return PictureResult(content: content, image: image, stages: stages)
  }

  /// - Parameter crew: reads the lines between corners side by side; nil: one after the other.
  private func read(
    _ image: Image, _ times: inout StageTimes, _ crew: (any Crew)? = nil, page: (inout StageTimes) throws -> Page
  ) throws -> PictureResult.Content {
    let clock = ContinuousClock()
    switch task {
    case .page:
      return .page(try page(&times))
    case .line, .corners:
      var page = Page(size: image.size, lines: [])
      times.recognition = try clock.measure {
        if case .corners(let quads) = task {
          // A place where nothing is read stays, so that the lines are those of the corners.
          let read: @Sendable (Int) throws -> TextLine = { [reader, options] in
            try reader.readLine(image, in: quads[$0], options: options) ?? TextLine(quad: quads[$0], characters: [])
          }
          page.lines = try crew?.map(count: quads.count, read) ?? quads.indices.map(read)
        } else if let line = try reader.readLine(image, options: options) {
          page.lines = [line]
        }
      }
      return .page(page)
    case .regions:
      var regions: [TextRegion] = []
      times.detection = try clock.measure { regions = try reader.detect(image, options: options.detection) }
      return .regions(regions, image.size)
    }
  }
}
