internal import ArgumentParser
internal import Capture
internal import LegibleWeb

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Where frames go. A further kind of display gets an option here and a line in `makeOthers`.
struct DisplayArguments: ParsableArguments {
  @Flag(
    inversion: .prefixedNo,
    help: ArgumentHelp("Show a window. (default: where there is a display)"))
  var window: Bool?

  @Flag(help: "The window fills the screen.")
  var fullScreen = false

  @Option(
    help: ArgumentHelp(
      "Write a video with what was read drawn into it: .mp4, .mov, .mkv or .avi.", valueName: "file"),
    completion: .file(extensions: VideoWriter.fileExtensions))
  var video: String?

  @Option(
    help: ArgumentHelp(
      "Write what is known of each frame as a line of JSON; - is standard output.", valueName: "file|-"),
    completion: .file(extensions: ["jsonl"]))
  var jsonl: String?

  @Option(
    defaultAsFlag: ":8080",
    help: ArgumentHelp(
      "Show a web page, with the lines as a list.",
      discussion: """
        At 127.0.0.1, so to this machine alone, unless an address is written out, as 0.0.0.0:8080; port 0 takes any \
        that is free.
        """,
      valueName: "address"))
  var web: String?

  func validate() throws {
    if let web {
      do {
        _ = try WebAddress(web)
      } catch {
        throw ValidationError("--web: \(error.message).")
      }
    }
    if fullScreen, window == false { throw ValidationError("--full-screen cannot be given with --no-window.") }
    if let video {
      let ending = video.split(separator: ".").last.map { $0.lowercased() } ?? ""
      guard video.contains("."), VideoWriter.fileExtensions.contains(ending) else {
        throw ValidationError(
          "--video is '\(video)': it has to end in .\(VideoWriter.fileExtensions.joined(separator: ", .")).")
      }
    }
    if jsonl == "" { throw ValidationError("--jsonl is empty: a file is expected, or - for standard output.") }
    if let video, video == jsonl { throw ValidationError("--video and --jsonl name the same file.") }
  }

  /// The files that are written.
  var paths: [String] { [video, jsonl].compactMap { $0 } }

  /// Whether somebody may watch: a file is played at its own speed then.
  func isWatched(hasWindow: Bool) -> Bool { hasWindow || web != nil }

  /// The window; nil where none is wanted, or where there is no display and none was asked for. On the main thread.
  ///
  /// - Throws: `displayUnavailable`.
  func makeWindow(title: String) throws -> WindowDisplay? {
    func isSet(_ name: String) -> Bool { getenv(name).map { $0.pointee != 0 } ?? false }
    let hasDisplay = ["DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"].contains(where: isSet)
    guard window ?? (hasDisplay || fullScreen) else { return nil }
    do {
      return try WindowDisplay(title: title, fullScreen: fullScreen)
    } catch let error as LegibleError where window == nil && !fullScreen {
      Message.report(error)
      return nil
    }
  }

  /// All other displays. Their drawing does not hold reading up; of a source that waits, every frame is written.
  ///
  /// - Parameter hasWindow: whether there is something to see without them.
  /// - Throws: `unwritableFile`, `invalidArgument`, `unusableAddress`.
  func makeOthers(for source: any FrameSource, hasWindow: Bool) throws -> [any Display] {
    var displays: [any Display] = []
    if let jsonl { displays.append(try JSONLinesDisplay(path: jsonl)) }
    if let video {
      let rate = source.frameRate.map { min(1000, max(1, $0)) } ?? 30
      displays.append(BackgroundDisplay(try VideoDisplay(path: video, rate: rate), every: !source.isLive))
    }
    if let web { displays.append(try WebOutput(at: WebAddress(web))) }
    if displays.isEmpty, !hasWindow { displays.append(try EventLines()) }
    return displays
  }
}
