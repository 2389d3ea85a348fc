internal import Failure
internal import FoundationEssentials

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The folder that a report is written into.
enum ReportFolder {
  /// Makes it, and those above it.
  ///
  /// - Throws: `unwritableFile`.
  static func make(_ path: String) throws(LegibleError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      let reason = String(cString: strerror(errno))
      throw LegibleError(.unwritableFile, "\(path): the folder for the report cannot be made: \(reason)")
    }
  }
}
