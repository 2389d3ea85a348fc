/// What the engine is told about how to run a network.
struct EngineSettings: Hashable, Sendable {
  /// f32 or bf16.
  var precision: ComputeOptions.Precision
  /// How many runs may go on at once.
  var streams: Int
  /// Threads in all; nil: the engine's own choice, one a core.
  var threads: Int?

  /// The settings of a network.
  init(_ compute: ComputeOptions, streams: Int) {
    precision = compute.precision == .f32 ? .f32 : .bf16
    self.streams = max(1, streams)
    threads = compute.threads
  }

  /// OpenVINO's properties.
  var properties: [String: String] {
    var properties = [
      "NUM_STREAMS": "\(streams)",
      "INFERENCE_PRECISION_HINT": precision.rawValue,
      // Several readers in one process would pin their threads to the same cores.
      "ENABLE_CPU_PINNING": "NO",
    ]
    if let threads { properties["INFERENCE_NUM_THREADS"] = "\(threads)" }
    return properties
  }

  /// All properties in one line, always in the same order.
  var key: String { properties.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ") }
}
