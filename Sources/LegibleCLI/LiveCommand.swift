internal import ArgumentParser

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// `legible live`: executes `legible-live`, which stands beside this program. Cameras and windows need some two hundred
/// libraries, which so cost only those who use them.
struct LiveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "live",
    abstract: "Read text live: from a camera, a video, a stream or the screen.",
    usage: "legible live [<options>] [<source>]")

  @Argument(parsing: .captureForPassthrough, help: "What 'legible live --help' shows.")
  var arguments: [String] = []

  func run() throws {
    let program = Self.ownFolder.appendingPath("legible-live")
    // Strings that live as long as the process: it becomes the other program.
    let words = ([program] + arguments).map { strdup($0) } + [nil]
    execv(program, words)
    let reason = errno
    let console = Console()
    console.report(
      reason == ENOENT
        ? "\(program) is not there, and it is what reads live: in a checkout './legible live' builds it; elsewhere install Legible with it (docs/live.md)."
        : "\(program) cannot be executed: \(String(cString: strerror(reason))).")
    throw ExitCode.modelUnusable
  }

  /// The folder of this program, whatever link it was called by.
  private static var ownFolder: String {
    #if os(Linux)
    var path = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/exe", &path, path.count)
    guard count > 0 else { return CommandLine.arguments[0].parentFolder }
    return String(decoding: path[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self).parentFolder
    #else
    return CommandLine.arguments[0].resolved.parentFolder
    #endif
  }
}
