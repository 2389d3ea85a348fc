internal import Legible

/// Writes results where the plan says, as they come.
struct ResultWriter {
  private let plan: OutputPlan
  private let format: OutputFormat
  private var open: (file: OutputFile, document: Document)?

  /// Opens the one output that takes everything, if there is one.
  ///
  /// - Throws: `BrokenPipe`, or `unwritableFile`.
  init(_ plan: OutputPlan, format: OutputFormat, isSeries: Bool) throws {
    self.plan = plan
    self.format = format
    switch plan.target {
    case .standardOutput: open = (OutputFile(), Document(format: format, isSeries: isSeries))
    case .file(let path):
      try path.parentFolder.makeFolder()
      open = (try OutputFile(path: path), Document(format: format, isSeries: isSeries))
    case .files: open = nil
    }
    if let open { try open.file.write(open.document.head) }
  }

  /// Writes what was read from a picture, and the annotated picture.
  ///
  /// - Parameter index: the picture's place in the plan.
  /// - Throws: `BrokenPipe`, or `unwritableFile`.
  mutating func write(_ result: PictureResult, source: String, index: Int) throws {
    if open != nil {
      let piece = open?.document.piece(result.content, source: source) ?? ""
      try open?.file.write(piece)
    } else if case .files(let files) = plan.target {
      var document = Document(format: format, isSeries: false)
      let text = document.piece(result.content, source: source)
      try OutputFile.write(Array(text.utf8), to: files[index])
    }
    if let path = plan.annotations?[index], let read = result.image {
      let image = try read.halved?.whole() ?? read
      try OutputFile.write(Self.bytes(of: image.annotated(with: result.annotations), for: path), to: path)
    }
  }

  /// A picture in the format of a file's name.
  ///
  /// - Throws: `invalidArgument` where the format cannot hold it; the message begins with the path.
  private static func bytes(of image: Image, for path: String) throws(LegibleError) -> [UInt8] {
    do throws(LegibleError) {
      return try image.encoded(as: ImageFormat(fileExtension: path.fileExtension) ?? .png)
    } catch {
      throw LegibleError(error.code, "\(path): \(error.message)")
    }
  }

  /// Whether pictures are drawn on, and not only their text is written.
  var needsImages: Bool { plan.annotations != nil }

  /// Ends the one output that takes everything. A file in which no picture would be is not made, and an older one stays.
  ///
  /// - Throws: `BrokenPipe`, or `unwritableFile`.
  func finish() throws {
    guard let open else { return }
    if open.document.isEmpty, open.file.isReplacement { return open.file.abandon() }
    try open.file.write(open.document.tail)
    try open.file.finish()
  }

  /// Leaves what was in the file before.
  func abandon() { open?.file.abandon() }
}
