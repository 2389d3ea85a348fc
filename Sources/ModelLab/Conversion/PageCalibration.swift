internal import Failure
public import Legible
internal import Synchronization

/// Pictures out of a folder of the user's, in which whole pages and single lines may be mixed.
///
/// A detector gets pages in its input's size; a recogniser lines, which are found and cut out of pages, or taken as they
/// are. What is blurred, empty or there already is dropped, and the choice is the same each time (`CalibrationChoice`).
public struct PageCalibration: CalibrationSource {
  /// What finds and reads the lines on pages, at f32. It is loaded when the first page comes.
  public var reader: OCRModel

  /// A source.
  public init(reader: OCRModel = .small) { self.reader = reader }

  /// A picture of no more rows than this is a line, as is one that is this many times as wide as high.
  static let line = (rows: 64, ratio: 6)

  /// Chooses, cuts and writes. Beside the pictures comes `calibration.json`, which says where each came from.
  public func pictures(for request: CalibrationRequest, into folder: String) async throws -> CalibrationPictures {
    let pages = Self.pages(in: request.source)
    let role: NetworkRole = request.role == .recognition ? .recognition : .detection
    var options = CalibrationOptions(
      role: role, inputSize: request.size, images: request.count, heldOut: request.heldOut)
    options.areLimits = true
    let set: CalibrationSet
    do {
      set = try CalibrationChoice(options: options, cutter: cutter(for: request)).run(on: pages) { _, _ in
        try Task.checkCancellation()
      }
    } catch let error as LegibleError where error.code == .invalidData {
      throw LegibleError(.invalidData, "\(request.source): \(error.message)")
    }
    func write(_ entries: [CalibrationSet.Entry], _ name: String) throws -> [String] {
      try Files.makeFolder("\(folder)/\(name)")
      return try entries.map { entry in
        try Task.checkCancellation()
        let path = "\(folder)/\(name)/\((entry.record.file ?? "").lastPart)"
        try entry.image.write(to: path)
        return path
      }
    }
    let taken = try write(set.taken, ConversionPlan.pictureFolder)
    let heldOut = try write(set.heldOut, ConversionPlan.heldOutFolder)
    try JSONText.write(CalibrationList(set), to: "\(folder)/\(CalibrationFolder.listName)")
    return CalibrationPictures(paths: taken, heldOut: heldOut, warnings: set.warnings)
  }

  /// The pictures of a folder, by their names.
  private static func pages(in folder: String) -> [NamedPicture] {
    let names = Files.names(in: folder).filter { name in
      guard !name.hasPrefix("."), let dot = name.lastIndex(of: ".") else { return false }
      return ImageFormat(fileExtension: String(name[name.index(after: dot)...])) != nil
    }
    return names.map { NamedPicture(name: $0, path: "\(folder)/\($0)") }
  }

  private func cutter(for request: CalibrationRequest) -> PictureCutter {
    switch request.role {
    case .detection: .pages(size: request.size, detector: nil)
    case .recognition, .classification: lines(request)
    }
  }

  /// Lines as they are, and those of pages. (A classifier's pictures are filled up as lines are; nothing is cut for it.)
  private func lines(_ request: CalibrationRequest) -> PictureCutter {
    let (width, height) = (request.size?.width, request.size?.height ?? 48)
    let reading = ReadingOnDemand(model: reader)
    return PictureCutter { picture in
      let isLine = picture.height <= Self.line.rows || picture.width >= picture.height * Self.line.ratio
      if isLine || request.role == .classification {
        return PictureCutter.pieces(ofLine: picture, width: width, height: height)
      }
      return try PictureCutter.lines(reader: reading.reader(), width: width, height: height).cut(picture)
    }
  }
}

/// A reader that is loaded when the first page needs it: a folder of lines needs none.
private final class ReadingOnDemand: Sendable {
  private let model: OCRModel
  private let loaded = Mutex<TextReader?>(nil)

  init(model: OCRModel) { self.model = model }

  func reader() throws -> TextReader {
    try loaded.withLock { loaded in
      if let loaded { return loaded }
      do {
        let reader = try TextReader(loading: model, compute: ComputeOptions(precision: .f32))
        loaded = reader
        return reader
      } catch let error as LegibleError where error.code == .modelNotFound {
        throw LegibleError(
          error.code,
          """
          Lines have to be cut out of the pages to calibrate with, and the models that find them are not there: \
          'legible models fetch small' gets them, or give a folder of lines. (\(error.message))
          """)
      }
    }
  }
}
