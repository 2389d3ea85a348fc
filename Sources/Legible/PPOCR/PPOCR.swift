internal import Failure
public import Inference
public import Raster

/// `TextReader` with the names and defaults of MaixPy's `nn.PP_OCR`, for programs that come from there
/// (docs/maixpy.md).
///
/// ```swift
/// let ocr = try PPOCR("models/pp_ocr.mud")
/// for object in try ocr.detect(image) { print(object.charStr(), object.box.toList()) }
/// ```
///
/// Immutable; may be used from several threads at once.
public final class PPOCR: Sendable {
  /// What does the work.
  public let reader: TextReader

  /// The size of `inputSize` where the networks take any size and the MUD file names none: that of the frames which
  /// every camera gives.
  public static let defaultInputSize = Size(width: 640, height: 480)

  /// Loads the models that a MUD file describes, and blocks the calling thread meanwhile.
  ///
  /// - Throws: what `OCRModel(mud:)` and `TextReader(loading:)` throw.
  public convenience init(_ mud: String, compute: ComputeOptions = .init()) throws {
    self.init(reader: try TextReader(loading: OCRModel(mud: mud), compute: compute))
  }

  /// The same face over a reader that is already there.
  public init(reader: TextReader) { self.reader = reader }

  /// The size of the pictures that a live loop should take: what the detector was fixed to, or, without a detector,
  /// the recogniser; else the MUD file's `input_size`; else `defaultInputSize`, or one line of 320×48 without a
  /// detector. Pictures of every other size are read as well.
  public var inputSize: Size {
    if reader.detector != nil { return reader.inputSize ?? reader.model.frameSize ?? Self.defaultInputSize }
    if let line = reader.recognizer, let width = line.fixedWidth { return Size(width: width, height: line.height) }
    return reader.model.frameSize ?? Size(width: 320, height: reader.recognizer?.height ?? 48)
  }

  /// Pixels from left to right of `inputSize`.
  public var inputWidth: Int { inputSize.width }

  /// Pixels from top to bottom of `inputSize`.
  public var inputHeight: Int { inputSize.height }

  /// The channel order of pictures: red, green, blue, always. The order that the networks want, the MUD file's
  /// `input_type`, is made inside.
  public var inputFormat: InputFormat.ChannelOrder { .rgb }

  /// Whether the model set detects.
  public var det: Bool { reader.detector != nil }

  /// Whether the model set recognises.
  public var rec: Bool { reader.recognizer != nil }

  /// The characters that can be read, which `Object.idxList` points into; empty where the set only detects.
  public var labels: [String] { reader.recognizer.map { Array($0.alphabet.classes.dropFirst()) } ?? [] }

  /// Finds the text in a picture and reads it, in reading order.
  ///
  /// Nothing is left out for a low score. A model set without a recogniser gives the boxes alone.
  ///
  /// - Parameters:
  ///   - image: the picture, of any size.
  ///   - thresh: a pixel counts as text where its probability is above this.
  ///   - boxThresh: a box is kept where the mean probability inside is at least this.
  ///   - fit: how the picture is brought to the size of a detector that was fixed to one.
  /// - Throws: `unsuitableModel` where the model set has no detector, `invalidArgument` where a threshold is not 0 to 1,
  ///   or `inferenceFailed`.
  public func detect(
    _ image: Image, thresh: Float = 0.3, boxThresh: Float = 0.6, fit: Fit = .contain
  ) throws -> [Object] {
    var options = RecognitionOptions()
    options.detection.pixelThreshold = thresh
    options.detection.boxThreshold = boxThresh
    // The original's constants, whatever the model's own are.
    options.detection.unclipRatio = 1.5
    options.detection.maximumCandidates = 1000
    options.detection.fit = fit
    let regions = try reader.requireDetector().detect(image, options: options.detection)
    guard reader.recognizer != nil, !regions.isEmpty else {
      let order = ReadingOrder().indices(of: regions.map { .init(quad: $0.quad) })
      return order.map { Object(box: Box(regions[$0].quad), score: regions[$0].score, detScore: regions[$0].score) }
    }
    let recognizer = try reader.requireRecognizer(areScenes: Subject(of: image, lines: regions.count) == .scene)
    let lines = try Reading(reader: reader, options: options).read(regions, of: image, recognizer)
    let order = ReadingOrder().indices(of: lines.map { .init(quad: $0.line.quad, direction: $0.line.direction) })
    return order.map { Object(lines[$0], box: Box(lines[$0].line.quad)) }
  }

  /// Reads the text between four corners, without detection.
  ///
  /// - Parameters:
  ///   - image: the picture.
  ///   - boxPoints: `x1, y1 … x4, y4`: left-top, right-top, right-bottom, left-bottom of the text; empty: the whole
  ///     picture is one line. Tall boxes, and lines that read badly, are read turned as well, and the better reading
  ///     counts.
  /// - Returns: the object; one without characters where nothing was read.
  /// - Throws: `unsuitableModel` where the model set has no recogniser, `invalidArgument` where there are not eight
  ///   numbers, or they enclose nothing or lie far off the picture, or `inferenceFailed`.
  public func recognize(_ image: Image, boxPoints: [Int] = []) throws -> Object {
    guard boxPoints.isEmpty || boxPoints.count == 8 else {
      throw LegibleError(
        .invalidArgument,
        """
        boxPoints has \(boxPoints.count) numbers: eight are expected, x1, y1 … x4, y4, or none for the whole picture.
        """)
    }
    let quad = Quad(coordinates: boxPoints.map(Double.init)) ?? Quad(image.size)
    let read = try Reading(reader: reader, options: .init()).readLine(of: image, in: quad, mayTurn: true)
    return read.map { Object($0, box: Box(quad)) } ?? Object(box: Box(quad), score: 0, detScore: nil)
  }
}
