internal import Failure
public import Inference
public import Raster
internal import Synchronization

/// Reads the text of pictures: finds the lines, reads each, puts them into the order of reading.
///
/// ```swift
/// let reader = try await TextReader()
/// let page = try reader.read(Image(contentsOf: "receipt.jpg"))
/// for line in page { print(line.text, line.score) }
/// ```
///
/// Immutable: one reader may be used from any number of threads at once. It prints nothing and opens no connection.
public final class TextReader: Sendable {
  /// The models in use.
  public let model: OCRModel
  /// Finds lines; nil where the model set has no detector.
  public let detector: TextDetector?
  /// Reads lines; nil where the model set has no recogniser. Where scenes have one of their own (`RecognitionModel.scenePrecision`), this is
  /// mostly that of pages; their alphabets are the same.
  public let recognizer: LineRecognizer?
  /// Where scenes are read by another recogniser than pages, the one of the two that `recognizer` is not.
  let otherRecognizer: DeferredRecognizer?
  /// Tells upright lines from those upside down; nil where the model set has no such classifier.
  public let lineOrientation: OrientationClassifier?
  /// Tells how a page is turned; nil where the model set has no such classifier.
  public let pageOrientation: OrientationClassifier?
  /// Lines that are read at once.
  package let threads: Int
  /// Pages whose text is looked for at once when many are read, see `ComputeOptions.Goal`.
  package let pagesAtOnce: Int
  /// Locked while a picture is read that was decoded whole after its half (`HalvedPicture`): `pixelsAhead` counts halves, so there is
  /// one at a time.
  let wholes = Mutex(())

  /// Loads a model set. Takes some hundred milliseconds, on threads of its own.
  ///
  /// - Throws: `modelNotFound`, `unreadableModel`, `unsuitableModel` or `dictionaryMismatch`.
  public convenience init(model: OCRModel = .default, compute: ComputeOptions = .init()) async throws {
    let parts = try await onOwnThread { try Parts(loading: model, compute: compute, first: { nil }) }
    self.init(model: model, parts: parts)
  }

  /// Loads a model set and blocks the calling thread meanwhile.
  ///
  /// - Throws: as the asynchronous initialiser.
  public convenience init(loading model: OCRModel, compute: ComputeOptions = .init()) throws {
    try self.init(loading: model, compute: compute, first: { nil })
  }

  /// The same for a program that knows what it will read first.
  ///
  /// - Parameter first: the first picture, nil where it is not there yet; asked on another thread, while the detector is being loaded.
  package convenience init(
    loading model: OCRModel, compute: ComputeOptions, first: @escaping @Sendable () -> Image?
  ) throws {
    self.init(model: model, parts: try Parts(loading: model, compute: compute, first: first))
  }

  /// A reader of stages that are already there.
  ///
  /// - Parameters:
  ///   - threads: how many lines are read at once.
  ///   - pagesAtOnce: how many pages `pages(of:)` works on at once; the detector has to run as often side by side.
  public convenience init(
    detector: TextDetector?, recognizer: LineRecognizer?, lineOrientation: OrientationClassifier? = nil,
    pageOrientation: OrientationClassifier? = nil, threads: Int = 1, pagesAtOnce: Int = 1
  ) {
    self.init(
      detector: detector, recognizer: recognizer, otherRecognizer: nil, lineOrientation: lineOrientation,
      pageOrientation: pageOrientation, threads: threads, pagesAtOnce: pagesAtOnce)
  }

  /// The same with a recogniser of scenes, or of pages where `recognizer` is that of scenes.
  init(
    detector: TextDetector?, recognizer: LineRecognizer?, otherRecognizer: DeferredRecognizer?,
    lineOrientation: OrientationClassifier? = nil, pageOrientation: OrientationClassifier? = nil, threads: Int = 1,
    pagesAtOnce: Int = 1
  ) {
    model = OCRModel(name: "custom", detection: detector?.model)
    self.detector = detector
    self.recognizer = recognizer
    self.otherRecognizer = otherRecognizer
    self.lineOrientation = lineOrientation
    self.pageOrientation = pageOrientation
    self.threads = max(1, threads)
    self.pagesAtOnce = max(1, min(pagesAtOnce, threads))
  }

  private init(model: OCRModel, parts: Parts) {
    self.model = model
    detector = parts.detector
    recognizer = parts.recognizer
    otherRecognizer = parts.otherRecognizer
    lineOrientation = parts.lineOrientation
    pageOrientation = parts.pageOrientation
    threads = parts.threads
    pagesAtOnce = parts.pagesAtOnce
  }

  /// The size that the detector was fixed to; nil where it takes any size.
  public var inputSize: Size? { detector?.inputSize }

  /// The text of a picture. An empty page where there is none.
  ///
  /// Blocks the calling thread; `page(of:)` does not. Stops between stages when the current task is cancelled.
  ///
  /// - Throws: `unsuitableModel` where the model set cannot detect or cannot recognise, `invalidArgument` where an option
  ///   of `detection` is outside of its range, `inferenceFailed`, or `CancellationError`; where a part is loaded when it is first
  ///   needed, `modelNotFound` or `unreadableModel`.
  public func read(_ image: Image, options: RecognitionOptions = .init()) throws -> Page {
    try Reading(reader: self, options: options).page(of: image)
  }

  /// The text of a picture, and how long each stage took, which is set.
  ///
  /// - Throws: as `read`.
  public func read(
    _ image: Image, options: RecognitionOptions = .init(), times: inout StageTimes
  ) throws -> Page {
    times = StageTimes()
    return try Reading(reader: self, options: options).page(of: image, times: &times)
  }

  /// The text of a picture, read on a thread of its own.
  ///
  /// - Throws: as `read`.
  public func page(of image: Image, options: RecognitionOptions = .init()) async throws -> Page {
    let cancellation = Cancellation()
    return try await withTaskCancellationHandler {
      try await onOwnThread { try Reading(reader: self, options: options, cancellation: cancellation).page(of: image) }
    } onCancel: {
      cancellation.cancel()
    }
  }

  /// The same as `read(_:options:times:)` for one of many pages.
  ///
  /// - Parameter crew: reads the lines.
  package func read(
    _ image: Image, options: RecognitionOptions, times: inout StageTimes, cancellation: Cancellation, crew: any Crew
  ) throws -> Page {
    try Reading(reader: self, options: options, cancellation: cancellation, crew: crew).page(of: image, times: &times)
  }

  /// Where there is text, without reading it; in reading order as far as places alone tell.
  ///
  /// - Throws: `unsuitableModel` where the model set has no detector, `invalidArgument` where an option is outside of its
  ///   range, or `inferenceFailed`.
  public func detect(_ image: Image, options: DetectionOptions = .init()) throws -> [TextRegion] {
    let regions = try requireDetector().detect(image, options: options)
    return ReadingOrder().indices(of: regions.map { .init(quad: $0.quad) }).map { regions[$0] }
  }

  /// The line between four corners, read without detection. Plain margins around the text are left out (docs/accuracy.md); the line
  /// keeps the corners that were given.
  ///
  /// - Parameters:
  ///   - image: the picture.
  ///   - corners: the corners of the text, named as its reader sees them; nil: the whole picture is the line.
  ///   - options: of which `minimumScore` is not used: who names the place wants to know what stands there.
  /// - Returns: nil where nothing was read.
  /// - Throws: `unsuitableModel` where the model set has no recogniser, `invalidArgument` where the corners enclose
  ///   nothing or lie far off the picture, or `inferenceFailed`.
  public func readLine(
    _ image: Image, in corners: Quad? = nil, options: RecognitionOptions = .init()
  ) throws -> TextLine? {
    try Reading(reader: self, options: options).line(of: image, in: corners)
  }

  /// What the detector sees: probabilities × 255, in the size of the detector's input.
  ///
  /// - Throws: `unsuitableModel` where the model set has no detector, or `inferenceFailed`.
  public func textProbability(_ image: Image) throws -> GrayImage {
    try requireDetector().probabilityMap(of: image).image
  }

  /// What the recogniser sees of the text between four corners.
  ///
  /// - Throws: `unsuitableModel` where the model set has no recogniser, or `invalidArgument` where the corners enclose nothing or lie far off the
  ///   picture.
  public func lineImage(_ image: Image, in corners: Quad) throws -> Image {
    try requireRecognizer().lineImage(image, in: corners)
  }

  /// Says beforehand whether the model set can do what is asked.
  ///
  /// - Throws: `unsuitableModel` where it has no network for it.
  package func check(detects: Bool, recognizes: Bool) throws {
    if detects { _ = try requireDetector() }
    if recognizes { _ = try requireRecognizer() }
  }

  func requireDetector() throws -> TextDetector {
    guard let detector else {
      throw LegibleError(
        .unsuitableModel,
        "The model set \(model.name) has no detection model: give the corners of the text, or read the whole picture as one line."
      )
    }
    return detector
  }

  /// What reads lines.
  ///
  /// - Parameter areScenes: whether they are those of a scene, or were given: who names a place wants to know what stands there. Asked where it
  ///   makes a difference.
  func requireRecognizer(areScenes: @autoclosure () -> Bool) throws -> LineRecognizer {
    guard let otherRecognizer, areScenes() == otherRecognizer.readsScenes else { return try requireRecognizer() }
    return try otherRecognizer.loaded()
  }

  func requireRecognizer() throws -> LineRecognizer {
    guard let recognizer else {
      throw LegibleError(
        .unsuitableModel,
        detector == nil
          ? "The model set \(model.name) has no model for recognition, nor one for detection."
          : "The model set \(model.name) has no recognition model: it can only detect.")
    }
    return recognizer
  }
}
