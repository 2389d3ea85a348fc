internal import FoundationEssentials
internal import Inference
internal import Raster
internal import Synchronization

/// The loaded stages of a reader.
struct Parts: Sendable {
  var detector: TextDetector?
  var recognizer: LineRecognizer?
  var otherRecognizer: DeferredRecognizer?
  var lineOrientation: OrientationClassifier?
  var pageOrientation: OrientationClassifier?
  var threads: Int
  var pagesAtOnce: Int

  /// Loads what the model set names, side by side: most of it is compiling, which uses one thread a model.
  ///
  /// The classifiers are loaded when they are first asked; that their files are there is checked here. Of two recognisers that is loaded which
  /// the first picture is for.
  ///
  /// - Parameter first: the first picture that will be read, if it is known soon; asked on a thread of the recogniser's.
  init(loading set: OCRModel, compute: ComputeOptions, first: @escaping @Sendable () -> Image?) throws {
    var compute = compute
    let threads = max(
      1, min(ComputeOptions.mostThreads, compute.threads ?? ProcessInfo.processInfo.activeProcessorCount))
    compute.threads = threads
    let options = compute
    // Each page has a stream of the detector.
    let parts = Mutex(Parts(threads: threads, pagesAtOnce: options.pageStreams))
    let loads: [@Sendable () throws -> Void] = [
      {
        guard let model = set.recognition else { return }
        let (loaded, other) = try set.recognizers(model, options, first: first)
        parts.withLock { ($0.recognizer, $0.otherRecognizer) = (loaded, other) }
      },
      {
        guard let model = set.detection else { return }
        let loaded = try set.naming(.model) { try TextDetector(model: model, compute: options) }
        parts.withLock { $0.detector = loaded }
      },
    ]
    // Few lines and pages are asked about, for a millisecond or a few: each stream would keep kernels of its own.
    var single = options
    single.threads = 1
    let lineOrientation = try set.deferred(set.lineOrientation, .lineOrientation, single, streams: 1)
    let pageOrientation = try set.deferred(
      set.pageOrientation, .pageOrientation, options, streams: (options.pageStreams + 3) / 4)
    _ = try parallelMap(count: loads.count, threads: threads) { try loads[$0]() }
    self = parts.withLock { $0 }
    self.lineOrientation = lineOrientation
    self.pageOrientation = pageOrientation
  }

  private init(threads: Int, pagesAtOnce: Int) {
    self.threads = threads
    self.pagesAtOnce = pagesAtOnce
  }
}

extension OCRModel {
  /// The recogniser, and where scenes are read by another one than pages the one that is not needed for the first picture.
  ///
  /// - Throws: as `LineRecognizer.init(model:compute:)`.
  fileprivate func recognizers(
    _ model: RecognitionModel, _ compute: ComputeOptions, first: () -> Image?
  ) throws -> (LineRecognizer, DeferredRecognizer?) {
    @Sendable func load(_ compute: ComputeOptions, _ alphabet: Alphabet? = nil) throws -> LineRecognizer {
      try naming(detection == nil ? .model : .recognition) {
        try LineRecognizer(model: model, alphabet: alphabet, compute: compute)
      }
    }
    guard let forScenes = compute.forScenes(model) else { return (try load(compute), nil) }
    // Without a detector lines are given.
    if detection == nil || first().map({ Subject(of: $0) }) == .scene {
      let scenes = try load(forScenes)
      let pages = DeferredRecognizer(readsScenes: false) { try load(compute, scenes.alphabet) }
      return (scenes.leavingWideLines { try pages.loaded() }, pages)
    }
    let pages = try load(compute)
    let scenes = DeferredRecognizer(readsScenes: true) {
      try load(forScenes, pages.alphabet).leavingWideLines { pages }
    }
    return (pages, scenes)
  }

  /// A classifier that is loaded when it is first asked.
  ///
  /// - Throws: `modelNotFound` or `unreadableModel`, where its file is already seen to be of no use.
  fileprivate func deferred(
    _ model: OrientationModel?, _ part: Part, _ compute: ComputeOptions, streams: Int
  ) throws -> OrientationClassifier? {
    guard let model else { return nil }
    try naming(part) { try Engine.checkFile(model.path) }
    return OrientationClassifier(model: model) {
      try naming(part) { try OrientationClassifier(model: model, compute: compute, streams: streams) }
    }
  }
}
