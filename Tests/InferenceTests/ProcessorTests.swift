import Testing

@testable import Inference

/// What a processor's features say of the arithmetic that suits it.
@Suite struct ProcessorTests {
  @Test(arguments: [
    ("flags : sse2 avx2 avx512f avx512_bf16 avx512_vnni", Int8Support.any, false),  // Zen 4
    ("vendor_id : GenuineIntel; flags : fpu sse2 avx2 avx512f avx512_vnni", .any, false),  // Cascade Lake
    ("vendor_id : GenuineIntel; flags : fpu sse2 avx2 avx_vnni", .any, false),  // Alder Lake
    ("flags : sse2 avx2 avx512f avx512_bf16 avx512_vnni amx_bf16 amx_int8", .none, false),  // Sapphire Rapids
    ("vendor_id : GenuineIntel; flags : fpu sse2 avx2", .tables, true),  // Haswell
    ("vendor_id : GenuineIntel; flags : fpu sse2 avx2 avx512f", .none, true),  // Skylake
    ("vendor_id : GenuineIntel; flags : fpu sse2 sse4_2", .none, true),  // Westmere
    ("Features : fp asimd bf16", .none, false), ("", .none, false),
  ]) func int8PaysWhereItIsTheQuickest(features: String, support: Int8Support, isNarrow: Bool) {
    #expect(Processor.int8(features) == support)
    #expect(Processor.hasNarrowSums(features) == isNarrow)
  }
}
