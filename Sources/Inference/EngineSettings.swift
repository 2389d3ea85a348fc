/// What the engine is told about how to run a network.
struct EngineSettings: Hashable, Sendable {
  /// f32 or bf16, of what is not in INT8.
  var precision: ComputeOptions.Precision
  /// Threads of one run; nil: the engine's own choice, one a core.
  var threads: Int?
  /// For about how many shapes of the input compiled kernels are kept.
  var keptShapes: Int

  /// Layers for which the engine compiles kernels: 57 in PP-OCRv6 small's recogniser, which has the most.
  private static let layersWithKernels = 64

  /// The settings of a network.
  ///
  /// - Parameter streams: how many runs share the threads.
  init(_ compute: ComputeOptions, streams: Int, keptShapes: Int) {
    self.keptShapes = keptShapes
    precision = compute.precision == .f32 || !Processor.hasBF16 ? .f32 : .bf16
    threads = compute.threads.map { max(1, $0 / max(1, streams)) }
  }

  /// OpenVINO's properties.
  var properties: [String: String] {
    var properties = [
      // `EngineStream`: each stream is a compiled network.
      "NUM_STREAMS": "1",
      "INFERENCE_PRECISION_HINT": precision.rawValue,
      // Several readers in one process would pin their threads to the same cores.
      "ENABLE_CPU_PINNING": "NO",
      // What is kept of each kind of layer, a stream.
      "CPU_RUNTIME_CACHE_CAPACITY": "\(keptShapes * Self.layersWithKernels)",
    ]
    if let threads { properties["INFERENCE_NUM_THREADS"] = "\(threads)" }
    return properties
  }

  /// All properties in one line, always in the same order.
  var key: String { properties.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ") }
}
