#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The most memory that this process had at any time.
enum PeakMemory {
  /// Resident memory at its highest, in MiB.
  static var mebibytes: Int {
    var usage = rusage()
    #if canImport(Glibc)
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss / 1024
    #else
    getrusage(RUSAGE_SELF, &usage)
    return usage.ru_maxrss / 1_048_576
    #endif
  }
}
