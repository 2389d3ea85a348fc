#if canImport(Glibc)
internal import Glibc
#endif

/// The engine's own code in memory.
enum EngineCode {
  /// Gives back the pages of code that the process has touched; whichever runs again is mapped again, 64 KiB at a time, out of the
  /// system's cache of files.
  ///
  /// Much of the code is only for reading and compiling networks and is not needed again (docs/performance-log.md). Only code that is mapped from a file and cannot be written is let go of: nothing in it can differ from the file.
  static func giveBackMemory() {
    #if canImport(Glibc)
    for line in maps().split(separator: UInt8(ascii: "\n")) {
      // start-end permissions offset device inode path
      let parts = line.split(separator: UInt8(ascii: " "), maxSplits: 5)
      guard parts.count == 6, parts[1].elementsEqual("r-xp".utf8),
        parts[5].split(separator: UInt8(ascii: "/")).last?.starts(with: "libopenvino".utf8) == true
      else { continue }
      let ends = parts[0].split(separator: UInt8(ascii: "-")).compactMap {
        UInt(String(decoding: $0, as: UTF8.self), radix: 16)
      }
      guard ends.count == 2, ends[0] < ends[1] else { continue }
      madvise(UnsafeMutableRawPointer(bitPattern: ends[0]), Int(ends[1] - ends[0]), MADV_DONTNEED)
    }
    #endif
  }

  #if canImport(Glibc)
  /// What the process has mapped; empty where the system does not tell.
  private static func maps() -> [UInt8] {
    let file = open("/proc/self/maps", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return [] }
    defer { close(file) }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = read(file, &part, part.count), count > 0 { bytes += part[..<count] }
    return bytes
  }
  #endif
}
