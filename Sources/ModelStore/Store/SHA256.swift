/// SHA-256 as FIPS 180-4 defines it, over bytes that come in pieces.
///
/// Checking what was downloaded is all that is hashed here. swift-crypto would add more than a minute to every first
/// build for this page, and `sha256sum` is not there on every system, so that `verify` would need a second way.
struct SHA256 {
  private var state: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
  ]
  /// Bytes that do not fill a block yet.
  private var rest: [UInt8] = []
  private var count: UInt64 = 0

  /// Takes in more bytes.
  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    count += UInt64(bytes.count)
    var bytes = bytes[...]
    if !rest.isEmpty {
      let needed = min(64 - rest.count, bytes.count)
      rest.append(contentsOf: bytes.prefix(needed))
      bytes = bytes.dropFirst(needed)
      guard rest.count == 64 else { return }
      rest.withUnsafeBytes { compress($0[...]) }
      rest.removeAll(keepingCapacity: true)
    }
    let whole = bytes.count & ~63
    compress(bytes.prefix(whole))
    rest.append(contentsOf: bytes.dropFirst(whole))
  }

  /// The hash of all bytes, as 64 lower-case hexadecimal digits.
  consuming func digest() -> String {
    var end = rest + [0x80]
    end += [UInt8](repeating: 0, count: (120 - end.count % 64) % 64)
    let bits = count * 8
    end += (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * UInt64($0))) }
    end.withUnsafeBytes { compress($0[...]) }
    return state.map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }.joined()
  }

  /// Works through blocks of 64 bytes.
  private mutating func compress(_ blocks: Slice<UnsafeRawBufferPointer>) {
    let bytes = UnsafeRawBufferPointer(rebasing: blocks)
    Self.constants.withUnsafeBufferPointer { constants in
      state.withUnsafeMutableBufferPointer { state in
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { words in
          for block in stride(from: 0, to: bytes.count, by: 64) {
            Self.compress(bytes, block, constants.baseAddress!, words.baseAddress!, state.baseAddress!)
          }
        }
      }
    }
  }

  /// One block. The pointers have 64, 64 and 8 words: bounds checks took three quarters of the time.
  @inline(__always)
  private static func compress(
    _ bytes: UnsafeRawBufferPointer, _ block: Int, _ k: UnsafePointer<UInt32>, _ w: UnsafeMutablePointer<UInt32>,
    _ state: UnsafeMutablePointer<UInt32>
  ) {
    for i in 0..<16 { w[i] = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: block + 4 * i, as: UInt32.self)) }
    for i in 16..<64 {
      let (x, y) = (w[i - 15], w[i - 2])
      let s0 = x.turned(7) ^ x.turned(18) ^ (x >> 3)
      let s1 = y.turned(17) ^ y.turned(19) ^ (y >> 10)
      w[i] = w[i - 16] &+ s0 &+ w[i - 7] &+ s1
    }
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for i in 0..<64 {
      let s1 = e.turned(6) ^ e.turned(11) ^ e.turned(25)
      let one = h &+ s1 &+ ((e & f) ^ (~e & g)) &+ k[i] &+ w[i]
      let s0 = a.turned(2) ^ a.turned(13) ^ a.turned(22)
      let two = s0 &+ ((a & b) ^ (a & c) ^ (b & c))
      (h, g, f, e, d, c, b, a) = (g, f, e, d &+ one, c, b, a, one &+ two)
    }
    state[0] &+= a
    state[1] &+= b
    state[2] &+= c
    state[3] &+= d
    state[4] &+= e
    state[5] &+= f
    state[6] &+= g
    state[7] &+= h
  }

  /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
  private static let constants: [UInt32] = {
    let primes = (2...311).filter { n in !(2..<n).contains { n % $0 == 0 } }
    return primes.map { prime in
      // ⌊cbrt(p) · 2³²⌋, found bit by bit in whole numbers: its cube is at most p · 2⁹⁶.
      var root: UInt64 = 0
      for bit in stride(from: 34, through: 0, by: -1) {
        let candidate = UInt128(root | 1 << UInt64(bit))
        if candidate * candidate * candidate <= UInt128(prime) << 96 { root = UInt64(candidate) }
      }
      return UInt32(truncatingIfNeeded: root)
    }
  }()
}

extension UInt32 {
  /// The bits turned to the right.
  @inline(__always)
  fileprivate func turned(_ n: UInt32) -> UInt32 { (self &>> n) | (self &<< (32 &- n)) }
}
