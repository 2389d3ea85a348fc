internal import ArgumentParser
internal import Capture
internal import LegibleLive

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// `legible-live`, which `legible live` executes: frames in, steady text out, on displays.
@main
struct LegibleLiveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    // As the user writes it.
    commandName: "legible live",
    abstract: "Read text live: from a camera, a video, a stream or the screen.",
    usage: "legible live [<options>] [<source>]",
    discussion: """
      Sources: 0, 1 … (cameras), /dev/video2, a part of a camera's name, clip.mp4, a folder of pictures, rtsp://… and \
      other addresses, screen, screen:X,Y,WIDTHxHEIGHT, - (standard input), test:testsrc2=size=640x480:rate=30.

      Lines are followed from frame to frame; a text is settled when several frames agree on it. Without a window, a \
      video and JSON lines, the command prints what appears, changes and vanishes: the time in seconds, the event, the \
      line's number and its text, with tabs between them. In a window and on a web page a file plays at its own speed.

      Keys in the window: q or Esc leave; space pause; f full screen; m where the detector sees text; s save the frame \
      and what is known of it as JSON, in the current folder; a click on a line copies its text.

      Ctrl-C, SIGTERM and closing the window end the command in order: files are completed, and a summary is written \
      to standard error. A second Ctrl-C ends it at once.

      Examples:
        legible live                           the first camera, in a window
        legible live clip.mp4 --video seen.mp4 --no-window
                                               a video with what was read drawn in
        legible live 0 --no-window --web       a web page at http://127.0.0.1:8080/
        legible live rtsp://door/stream --jsonl - --reconnect | \\
          jq -c '.events[]'                    what appears, changes and vanishes
        legible live 0 --corners 210,80,430,82,430,140,210,138
                                               a mounted meter

      Exit codes: 0 the source has ended, or the user left; 1 the source failed; 64 wrong usage; 69 the models, the \
      engine or the display are not usable; 73 an output could not be written.
      """)

  @OptionGroup(title: "Source") var source: SourceArguments
  @OptionGroup(title: "Reading") var reading: LiveReadingArguments
  @OptionGroup(title: "Displays") var displays: DisplayArguments

  @Flag(help: "Also say at the end what reading and showing took.")
  var timings = false

  @Flag(name: .shortAndLong, help: "No summary at the end.")
  var quiet = false

  func validate() throws {
    if let path = displays.paths.first(where: { $0 != "-" && $0 == source.source }) {
      throw ValidationError("\(path) is the source, too: write elsewhere.")
    }
  }

  /// Runs on the main thread, which belongs to the window; the loop has a thread of its own.
  func run() throws {
    // Who reads standard output may go, as `head` does: that ends the loop in order.
    signal(SIGPIPE, SIG_IGN)
    if source.list { return CameraList.write() }
    do {
      let name = try source.name()
      try live(name, window: displays.makeWindow(title: name.description))
    } catch let error as LegibleError {
      Message.report(error)
      throw Self.code(for: error)
    }
  }

  private func live(_ name: FrameSourceName, window: WindowDisplay?) throws {
    let session = LiveSession(
      loop: LiveLoop(
        source: name, capture: source.options, reading: reading, displays: displays, window: window,
        maximumFrames: source.maxFrames))
    session.start()
    do {
      try window?.run()
    } catch {
      session.fail(error)
      App.requestExit()
    }
    let end = session.wait()
    // What never began has nothing to sum up.
    if !quiet, end.frames > 0 || end.error == nil {
      Message.write(LiveSummary(end, window: window, isDetailed: timings).text)
    }
    if let error = end.error { Message.report(error) }
    // At once, all output written: to take down loaded models piece by piece takes time and gives nothing.
    withExtendedLifetime(session) {
      fflush(nil)
      _exit(end.error.map { Self.code(for: $0).rawValue } ?? 0)
    }
  }

  private static func code(for error: any Error) -> ExitCode {
    switch (error as? LegibleError)?.code {
    case .unwritableFile?: ExitCode(73)
    case .invalidArgument?: ExitCode(64)
    case .sourceUnavailable?, .unreadableStream?, .fileNotFound?, .unreadableFile?, .imageTooLarge?, .unreadableImage?:
      ExitCode(1)
    default: ExitCode(69)
    }
  }
}
