#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The processor that the program runs on.
package enum Processor {
  /// What Linux says of the kind and the features of the first processor, in one line; empty elsewhere, where the
  /// engine's own description has to do.
  static let features: String = {
    let file = open("/proc/cpuinfo", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return "" }
    defer { close(file) }
    // One processor takes two to four thousand bytes; a machine may have hundreds.
    var bytes = [UInt8](repeating: 0, count: 8192)
    let count = bytes.withUnsafeMutableBytes { read(file, $0.baseAddress!, $0.count) }
    let first = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false
    ).prefix { !$0.isEmpty }
    return first.filter { line in names.contains { line.hasPrefix($0) } }
      .map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }.joined(separator: "; ")
  }()

  /// Whether products of bf16 are an instruction. The engine would compute with bf16 on every AVX-512, far more slowly
  /// than with f32 where there is no such instruction.
  static let hasBF16 = has("avx512_bf16", in: features) || has("amx_bf16", in: features) || has("bf16", in: features)

  /// For which networks INT8 pays on a processor with such features.
  ///
  /// - Sums of products of bytes may be an instruction of their own (AVX-512 VNNI, AVX-VNNI): then for all, but where products
  ///   of matrices of bf16 are one, too (AMX): bf16 is no slower there and needs less memory (docs/performance-log.md).
  /// - AVX2 computes at f32 else, which takes half as long again: there for those that Legible rounds itself. AVX-512 without
  ///   VNNI was not measured.
  static func int8(_ features: String) -> Int8Support {
    if has("amx_bf16", in: features) { return .none }
    if hasVNNI(features) { return .any }
    return has("avx2", in: features) && !has("avx512f", in: features) ? .tables : .none
  }

  /// Whether the sum of two products of bytes has 16 bits only, as `vpmaddubsw` has, and may overflow: x86 without VNNI.
  static func hasNarrowSums(_ features: String) -> Bool {
    has("sse2", in: features) && !hasVNNI(features) && !has("amx_int8", in: features)
  }

  /// Whether products of matrices of bf16 are an instruction (AMX), so that what is left of a network's time is elsewhere.
  package static let hasBF16Matrices = has("amx_bf16", in: features)

  /// Whether sums of products of bytes are an instruction, with 32 bits for each sum.
  private static func hasVNNI(_ features: String) -> Bool {
    has("avx512_vnni", in: features) || has("avx_vnni", in: features)
  }

  private static func has(_ flag: String, in features: String) -> Bool {
    features.split(whereSeparator: { $0 == " " || $0 == ";" }).contains { $0 == flag }
  }

  /// The lines that are not a clock rate or a number of this processor: those of x86, then those of ARM.
  private static let names = [
    "vendor_id", "cpu family", "model", "stepping", "flags", "Features", "CPU implementer", "CPU variant", "CPU part",
    "CPU revision",
  ]
}
