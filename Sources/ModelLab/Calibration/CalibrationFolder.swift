public import Failure
internal import FoundationEssentials
internal import Raster

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// A folder of calibration pictures: `pictures/` to calibrate with, `held-out/` to verify with, and `calibration.json`, the
/// list of what was taken and dropped (`CalibrationList`).
public enum CalibrationFolder {
  /// The name of the list.
  public static let listName = "calibration.json"

  /// Writes a folder. It appears whole or not at all, and replaces an older one that was written here.
  ///
  /// - Throws: `unwritableFile`, also where something else stands at the path.
  public static func write(_ set: CalibrationSet, to path: String) throws(LegibleError) {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    try check(path)
    let draft = "\(folder(of: path)).legible-\(String(UInt64.random(in: .min ... .max), radix: 36))"
    do throws(LegibleError) {
      try NewFolder.make("\(draft)/pictures")
      try NewFolder.make("\(draft)/held-out")
      for entry in set.taken + set.heldOut {
        guard let file = entry.record.file else { continue }
        try entry.image.write(to: "\(draft)/\(file)")
      }
      try JSONText.write(CalibrationList(set), to: "\(draft)/\(listName)")
      try replace(path, with: draft)
    } catch {
      try? FileManager.default.removeItem(atPath: draft)
      throw LegibleError(error.code, error.message.replacing(draft, with: path))
    }
  }

  /// Refuses to replace what was not written here. `write` does so, too; asked before, the refusal does not come after minutes of work.
  ///
  /// - Throws: `unwritableFile` where something else stands at the path.
  public static func check(_ path: String) throws(LegibleError) {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
      if FileManager.default.fileExists(atPath: path) {
        throw LegibleError(.unwritableFile, "\(path): this is no folder: give the name of a new one")
      }
      return
    }
    guard names.isEmpty || names.contains(listName) else {
      throw LegibleError(
        .unwritableFile,
        "\(path): the folder holds other files (\(names.sorted().prefix(3).joined(separator: ", "))): give a new one")
    }
  }

  private static func replace(_ path: String, with draft: String) throws(LegibleError) {
    let old = "\(draft)-old"
    let hasOld = rename(path, old) == 0
    guard rename(draft, path) == 0 else {
      let reason = String(cString: strerror(errno))
      if hasOld { rename(old, path) }
      throw LegibleError(.unwritableFile, "\(path): the folder cannot be written: \(reason)")
    }
    if hasOld { try? FileManager.default.removeItem(atPath: old) }
  }

  private static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  }
}
