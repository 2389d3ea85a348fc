package import Failure
internal import FoundationEssentials

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Where what runs cvimodels is: our helper program and the vendor's library.
package struct CVIRuntimeFiles: Hashable, Sendable {
  /// The program `legible-cvimodel`.
  package var helper: String
  /// The library `libcviruntime.so`.
  package var library: String

  package init(helper: String, library: String) {
    self.helper = helper
    self.library = library
  }

  /// The installed ones.
  ///
  /// - Throws: `runtimeNotFound` where one of them is missing.
  init() throws(LegibleError) { try self.init(orLibrary: nil) }

  /// The installed ones, and another library where none is installed.
  ///
  /// - Parameter other: `libcviruntime.so` as it comes with the compiler, for instance; nil: there is no other.
  /// - Throws: `runtimeNotFound` where one of them is missing.
  package init(orLibrary other: String?) throws(LegibleError) {
    helper = try Self.findHelper()
    do {
      library = try Self.findLibrary()
    } catch {
      guard let other, Self.isFile(other) else { throw error }
      library = other
    }
  }

  /// The folder of the simulator's libraries inside a folder of models.
  private static let simulator = "cvimodel-simulator/libcviruntime.so"

  private static func findLibrary() throws(LegibleError) -> String {
    if let chosen = environment("LEGIBLE_CVIRUNTIME") {
      for path in [chosen, "\(chosen)/libcviruntime.so"] where isFile(path) { return path }
      throw LegibleError(
        .runtimeNotFound,
        """
        $LEGIBLE_CVIRUNTIME is '\(chosen)', where no library libcviruntime.so is: the library or its folder is expected.
        """)
    }
    if let path = ModelFolder.candidates.map({ "\($0)/\(simulator)" }).first(where: isFile) { return path }
    throw LegibleError(
      .runtimeNotFound,
      """
      The cvimodel runtime is not installed: 'legible models fetch cvimodel-simulator' fetches a simulator of the \
      processor of MaixCAM. On a device, set $LEGIBLE_CVIRUNTIME to its libcviruntime.so.
      """)
  }

  private static func findHelper() throws(LegibleError) -> String {
    let name = "legible-cvimodel"
    var candidates: [String] = []
    if let chosen = environment("LEGIBLE_LIBEXEC") { candidates.append("\(chosen)/\(name)") }
    if let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") {
      var folder = program[...]
      while let slash = folder.lastIndex(of: "/") {
        folder = folder[..<slash]
        // Beside the program, where it was built; then where it is installed.
        if candidates.count < 2 { candidates.append("\(folder)/\(name)") }
        candidates += ["\(folder)/libexec/legible/\(name)", "\(folder)/libexec/\(name)"]
      }
    }
    if let path = candidates.first(where: { isFile($0) && access($0, X_OK) == 0 }) { return path }
    throw LegibleError(
      .runtimeNotFound,
      """
      The program \(name), which runs cvimodels, is not there; it belongs beside the program or into libexec/legible \
      above it. Set Legible up anew (./legible --setup-only), or set $LEGIBLE_LIBEXEC to the folder that has it.
      """)
  }

  private static func environment(_ name: String) -> String? {
    let value = ProcessInfo.processInfo.environment[name]
    return value?.isEmpty == false ? value : nil
  }

  private static func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }
}
