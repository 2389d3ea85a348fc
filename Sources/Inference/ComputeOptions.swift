/// How to run models: how many threads, how exact, where to keep what was compiled.
public struct ComputeOptions: Hashable, Sendable {
  /// The arithmetic of the engine.
  public enum Precision: String, Hashable, Codable, Sendable, CaseIterable {
    /// 32-bit floating point: the reference.
    case f32
    /// 16-bit brain floating point where the processor has it; 1.5 to 1.8 times as fast.
    case bf16
    /// What keeps the text and is fastest: each network's own choice (docs/models.md).
    case auto
  }

  /// Threads to compute with. Nil: one for each processor that the process may use.
  public var threads: Int?
  /// The arithmetic.
  public var precision: Precision
  /// The folder where compiled models are kept between runs, up to 512 MiB; it is made where it is missing. Nil: none.
  ///
  /// It has to be this user's own, and nobody else may be able to write to it, since the engine trusts what it finds
  /// there. A folder that cannot be used is no error: every model is compiled then.
  public var cacheFolder: String?

  /// The defaults: all processors, the models' own precision, no cache.
  public init(threads: Int? = nil, precision: Precision = .auto, cacheFolder: String? = nil) {
    self.threads = threads
    self.precision = precision
    self.cacheFolder = cacheFolder
  }
}
