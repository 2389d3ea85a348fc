internal import ArgumentParser
internal import Capture

/// Where frames come from.
struct SourceArguments: ParsableArguments {
  @Argument(
    help: ArgumentHelp("Where frames come from; the first camera unless told otherwise.", valueName: "source"),
    completion: .file())
  var source = "0"

  @Flag(help: "List the cameras with their formats and sizes, and end.")
  var list = false

  @Option(
    help: ArgumentHelp("The size that a camera is asked for.", valueName: "WxH"),
    transform: { (text: String) throws -> Size in try Numbers.size(text) })
  var size: Size?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Frames a second that a camera or the screen is asked for, or at which pictures of a folder follow each other.",
      valueName: "number"))
  var fps: Double?

  @Flag(help: "Play a file at its own speed, as if it were a camera: frames that come too soon are left out.")
  var paced = false

  @Flag(help: "Wait for a camera, a screen or a stream that is not there or goes away, and go on when it is back.")
  var reconnect = false

  @Option(parsing: .unconditional, help: ArgumentHelp("End after so many frames.", valueName: "number"))
  var maxFrames: Int?

  func validate() throws {
    if let fps, !(fps > 0 && fps <= 1000) {
      throw ValidationError("--fps is \(fps): more than 0 and at most 1000 is expected.")
    }
    if let maxFrames, maxFrames < 1 {
      throw ValidationError("--max-frames is \(maxFrames): a number from 1 on is expected.")
    }
  }

  /// The source, understood.
  ///
  /// - Throws: `ValidationError`; `LegibleError` for a file that is not there.
  func name() throws -> FrameSourceName {
    do {
      return try FrameSourceName(parsing: source)
    } catch {
      if error.code == .invalidArgument { throw ValidationError(error.message) }
      throw error
    }
  }

  /// How it is read.
  var options: CaptureOptions {
    var options = CaptureOptions()
    options.size = size
    options.rate = fps
    options.paced = paced
    options.reconnects = reconnect
    return options
  }
}
