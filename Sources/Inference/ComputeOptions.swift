/// How to run models: how many threads, how exact, where to keep what was compiled.
public struct ComputeOptions: Hashable, Sendable {
  /// The arithmetic of the engine.
  public enum Precision: String, Hashable, Codable, Sendable, CaseIterable {
    /// 32-bit floating point: the reference.
    case f32
    /// 16-bit brain floating point where the processor has it, else f32; 1.5 to 1.8 times as fast. Some of the bends of PP-OCRv6
    /// tiny's networks are computed by a simpler function then, on AMX (docs/hard-swish.md).
    case bf16
    /// What keeps the text and is fastest: each network's own choice of the others (docs/models.md), INT8 only on processors
    /// with VNNI, or with AVX2 alone, and without AMX, on which bf16 is as fast.
    case auto
    /// 8-bit integers for recognisers that Legible has a calibration table for, or that were quantised on this machine
    /// (docs/int8.md); bf16 for the rest, or f32 where the processor has no bf16. Quantised files are for processors
    /// with VNNI: on others they may lose text.
    case int8
  }

  /// What is to be quick.
  public enum Goal: String, Hashable, Codable, Sendable, CaseIterable {
    /// One page: all threads look for its text together. What a scanner or a web page wants.
    case latency
    /// Many pages: a thread a page, which wastes no time on waiting for each other, and eight pages at most. Needs
    /// memory for as many pages.
    case throughput
  }

  /// Threads to compute with, 1,024 at most. Nil: one for each processor that the process may use.
  public var threads: Int?
  /// The arithmetic.
  public var precision: Precision
  /// The folder where compiled models are kept between runs, up to 512 MiB; it is made where it is missing. Nil: none.
  ///
  /// It has to be this user's own, and nobody else may be able to write to it, since the engine trusts what it finds
  /// there. A folder that cannot be used is no error: every model is compiled then.
  public var cacheFolder: String?
  /// Whether the time of one page counts, or that of many.
  public var goal: Goal

  /// The defaults: all processors, the models' own precision, no cache, the time of one page.
  public init(
    threads: Int? = nil, precision: Precision = .auto, cacheFolder: String? = nil, goal: Goal = .latency
  ) {
    self.goal = goal
    self.threads = threads
    self.precision = precision
    self.cacheFolder = cacheFolder
  }
}

extension ComputeOptions {
  /// More threads than these are taken for these.
  package static var mostThreads: Int { 1024 }

  /// How many runs of a network that looks at whole pages go on at once. Each keeps 100 MiB and more, so there are never
  /// more than eight, which then have several threads each.
  package var pageStreams: Int { goal == .throughput ? max(1, min(8, threads ?? 1)) : 1 }
}
