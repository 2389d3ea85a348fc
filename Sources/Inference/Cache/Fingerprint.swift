/// 128 bits that differ when the bytes differ: to tell files apart and to notice damage, not to resist an attacker.
///
/// Products of 64-bit words, folded to 64 bits, in four independent lanes (the step of Wang Yi's wyhash, public domain).
/// It runs at the speed of memory, since every start takes it of models and of what was compiled, up to 60 MB;
/// GLib's SHA-256 would take a tenth of a second and more.
struct Fingerprint: Hashable, Sendable {
  private typealias Lanes = SIMD4<UInt64>

  let high: UInt64
  let low: UInt64

  /// The fingerprint of some bytes.
  init(of bytes: UnsafeRawBufferPointer) {
    var lanes = Self.secrets
    let whole = bytes.count & ~63
    var offset = 0
    while offset < whole {
      Self.take(bytes, at: offset, into: &lanes)
      offset += 64
    }
    withUnsafeTemporaryAllocation(byteCount: 64, alignment: 8) { rest in
      rest.initializeMemory(as: UInt8.self, repeating: 0)
      rest.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[whole...]))
      Self.take(UnsafeRawBufferPointer(rest), at: 0, into: &lanes)
    }
    let size = UInt64(bytes.count)
    let secrets = Self.secrets
    high = Self.fold(Self.fold(lanes.x ^ size, lanes.y ^ secrets.w), Self.fold(lanes.z ^ secrets.y, lanes.w ^ size))
    low = Self.fold(Self.fold(lanes.x ^ secrets.z, lanes.z ^ size), Self.fold(lanes.w ^ secrets.x, lanes.y ^ size))
  }

  /// The fingerprint of a text's UTF-8.
  init(of text: String) {
    var text = text
    self = text.withUTF8 { Fingerprint(of: UnsafeRawBufferPointer($0)) }
  }

  /// Odd numbers with about as many ones as zeros: the fractional parts of the square roots of 2, 3, 5 and 7, odd.
  private static let secrets = Lanes(
    0x6A09_E667_F3BC_C909, 0xBB67_AE85_84CA_A73B, 0x3C6E_F372_FE94_F82B, 0xA54F_F53A_5F1D_36F1)

  @inline(__always) private static func take(
    _ bytes: UnsafeRawBufferPointer, at offset: Int, into lanes: inout Lanes
  ) {
    func word(_ index: Int) -> UInt64 { bytes.loadUnaligned(fromByteOffset: offset + index * 8, as: UInt64.self) }
    lanes.x = fold(lanes.x ^ word(0), secrets.x ^ word(1))
    lanes.y = fold(lanes.y ^ word(2), secrets.y ^ word(3))
    lanes.z = fold(lanes.z ^ word(4), secrets.z ^ word(5))
    lanes.w = fold(lanes.w ^ word(6), secrets.w ^ word(7))
  }

  @inline(__always) private static func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = a.multipliedFullWidth(by: b)
    return product.high ^ product.low
  }
}

extension Fingerprint: CustomStringConvertible {
  /// 32 hexadecimal digits.
  var description: String {
    [high, low].map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }
}
