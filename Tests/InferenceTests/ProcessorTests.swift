import Testing

@testable import Inference

/// What a processor's features say of the arithmetic that suits it.
@Suite struct ProcessorTests {
  @Test(arguments: [
    ("vendor_id : AuthenticAMD; flags : fpu avx512f avx512_bf16 avx512_vnni", true),  // Zen 4
    ("vendor_id : GenuineIntel; flags : fpu avx512f avx512_vnni", true),  // Cascade Lake
    ("vendor_id : GenuineIntel; flags : fpu avx2 avx_vnni", true),  // Alder Lake
    ("vendor_id : GenuineIntel; flags : avx512_bf16 avx512_vnni amx_bf16 amx_int8", false),  // Sapphire Rapids
    ("vendor_id : GenuineIntel; flags : fpu avx2", false),  // Haswell
    ("Features : fp asimd bf16", false), ("", false),
  ]) func int8PaysWhereBytesAreMultipliedAtOnceAndMatricesAreNot(features: String, pays: Bool) {
    #expect(Processor.isGoodAtInt8(features) == pays)
  }
}
