/// A part of reading that is counted by itself.
struct Stage {
  /// What it is called in the tables.
  let name: String
  /// Does the work once; the closure it gives makes a digest of what came out, which is not counted.
  let run: () throws -> () -> UInt64

  /// A stage whose result is written out in full for its digest.
  init<Result>(_ name: String, _ work: @escaping () throws -> Result) {
    self.name = name
    run = {
      let result = try work()
      return { digest("\(result)".utf8) }
    }
  }

  /// A stage that gives bytes, once or several times.
  init(bytes name: String, _ work: @escaping () throws -> [[UInt8]]) {
    self.name = name
    run = {
      let result = try work()
      return { digest(result.joined()) }
    }
  }
}

/// FNV-1a: the same on every machine and in every run, as `Hasher` is not.
func digest(_ bytes: some Sequence<UInt8>) -> UInt64 {
  bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
}
