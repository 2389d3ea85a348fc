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

  /// Loads what the model set names, side by side: most of it is compiling, which uses one thread a model.
  init(loading model: OCRModel, compute: ComputeOptions) throws {
    var compute = compute
    let threads = max(1, compute.threads ?? ProcessInfo.processInfo.activeProcessorCount)
    compute.threads = threads
    let options = compute
    let parts = Mutex(Parts(threads: threads))
    let loads: [@Sendable () throws -> Void] = [
      {
        guard let model = model.recognition else { return }
        let loaded = try LineRecognizer(model: model, compute: options)
        parts.withLock { $0.recognizer = loaded }
      },
      {
        guard let model = model.detection else { return }
        let loaded = try TextDetector(model: model, compute: options)
        parts.withLock { $0.detector = loaded }
      },
      {
        guard let model = model.lineOrientation else { return }
        let loaded = try OrientationClassifier(model: model, compute: options, streams: threads)
        parts.withLock { $0.lineOrientation = loaded }
      },
      {
        guard let model = model.pageOrientation else { return }
        let loaded = try OrientationClassifier(model: model, compute: options)
        parts.withLock { $0.pageOrientation = loaded }
      },
    ]
    _ = try parallelMap(count: loads.count, threads: threads) { try loads[$0]() }
    self = parts.withLock { $0 }
  }

  private init(threads: Int) { self.threads = threads }
}
