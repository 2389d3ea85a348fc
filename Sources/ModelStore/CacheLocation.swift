#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Where the commands keep compiled models between runs.
package enum CacheLocation {
  /// `$LEGIBLE_CACHE`, which turns the cache off where it is empty; else `legible` in the user's folder for caches (XDG
  /// Base Directory Specification). Nil: nowhere.
  package static var folder: String? {
    if let folder = variable("LEGIBLE_CACHE") { return folder.isEmpty ? nil : folder }
    // The specification: a path that is not absolute counts as none.
    if let caches = variable("XDG_CACHE_HOME"), caches.hasPrefix("/") { return below(caches, "legible") }
    guard let home = variable("HOME"), home.hasPrefix("/") else { return nil }
    return below(home, ".cache/legible")
  }

  private static func below(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
  }

  private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}
