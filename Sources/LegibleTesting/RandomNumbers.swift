/// Numbers that look random and are the same on each run and system: SplitMix64 (Steele, Lea and Flood 2014).
public struct RandomNumbers: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Numbers that follow from a seed.
  public init(seed: Int) {
    state = UInt64(bitPattern: Int64(seed))
    // Seeds that follow one another must not give the same numbers one place on.
    state = next() ^ 0x2545_F491_4F6C_DD1D
    state = next()
  }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
