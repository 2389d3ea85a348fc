internal import FoundationEssentials
internal import Inference
internal import Synchronization

/// The loaded stages of a reader.
struct Parts: Sendable {
  var detector: TextDetector?
  var recognizer: LineRecognizer?
  var lineOrientation: OrientationClassifier?
  var pageOrientation: OrientationClassifier?
  var threads: Int
  var pagesAtOnce: Int

  /// Loads what the model set names, side by side: most of it is compiling, which uses one thread a model.
  init(loading set: OCRModel, compute: ComputeOptions) throws {
    var compute = compute
    let threads = max(1, compute.threads ?? ProcessInfo.processInfo.activeProcessorCount)
    compute.threads = threads
    let options = compute
    // Each page has a stream of the detector.
    let parts = Mutex(Parts(threads: threads, pagesAtOnce: options.pageStreams))
    let loads: [@Sendable () throws -> Void] = [
      {
        guard let model = set.recognition else { return }
        let loaded = try set.naming(set.detection == nil ? .model : .recognition) {
          try LineRecognizer(model: model, compute: options)
        }
        parts.withLock { $0.recognizer = loaded }
      },
      {
        guard let model = set.detection else { return }
        let loaded = try set.naming(.model) { try TextDetector(model: model, compute: options) }
        parts.withLock { $0.detector = loaded }
      },
      {
        guard let model = set.lineOrientation else { return }
        let loaded = try set.naming(.lineOrientation) {
          try OrientationClassifier(model: model, compute: options, streams: threads)
        }
        parts.withLock { $0.lineOrientation = loaded }
      },
      {
        guard let model = set.pageOrientation else { return }
        let loaded = try set.naming(.pageOrientation) {
          try OrientationClassifier(model: model, compute: options, streams: options.pageStreams)
        }
        parts.withLock { $0.pageOrientation = loaded }
      },
    ]
    _ = try parallelMap(count: loads.count, threads: threads) { try loads[$0]() }
    self = parts.withLock { $0 }
  }

  private init(threads: Int, pagesAtOnce: Int) {
    self.threads = threads
    self.pagesAtOnce = pagesAtOnce
  }
}
