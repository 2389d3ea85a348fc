public import Failure
public import Raster
internal import Synchronization

/// A live loop's pictures and lines as a web page, for several viewers at once.
///
/// ```swift
/// let display = try WebDisplay()
/// let address = try await display.start(at: WebAddress(":8080"))   // address.url: http://127.0.0.1:8080/
/// display.show(WebFrame(image: image, lines: lines, time: time))   // from any thread, as often as there are frames
/// await display.stop()
/// ```
///
/// The live loop never waits: `show` lays the frame down, and each viewer takes the newest one when it has room for it.
/// Pictures are drawn and encoded on a thread of their own, once for all viewers, and only while somebody watches. What a
/// viewer takes of memory is bounded, and so is the number of viewers.
///
/// Other programs find `/stream.mjpg` (MJPEG), `/frame.jpg` (the newest picture), `/events` (Server-Sent Events) and
/// `/lines.json` there; docs/live.md describes them.
public final class WebDisplay: Sendable {
  private enum Phase: Sendable {
    case new, starting
    case running(WebServer)
    case stopped
  }
  private struct State: Sendable {
    var phase = Phase.new
    var frames = 0
  }

  private let state = Mutex(State())
  private let pictures: PictureBoard
  private let lines = LineBoard()
  private let maximumViewers: Int
  private let care: ViewerCare

  /// A display that nobody sees until it is started.
  ///
  /// - Parameters:
  ///   - quality: that of the JPEG pictures, 1…100.
  ///   - maximumViewers: how many pages and MJPEG streams may be open together, at least 1; others are told so.
  ///   - drawing: what viewers see of a frame, for instance its image with the lines drawn in. Called on a thread of the
  ///     display, for those frames that are seen.
  /// - Throws: `LegibleError` with the code `invalidArgument` for numbers outside their range.
  public convenience init(
    quality: Int = 80, maximumViewers: Int = 16,
    drawing: @escaping @Sendable (WebFrame) -> Image = { $0.image }
  ) throws(LegibleError) {
    try self.init(quality: quality, maximumViewers: maximumViewers, care: ViewerCare(), drawing: drawing)
  }

  init(
    quality: Int, maximumViewers: Int, care: ViewerCare, drawing: @escaping @Sendable (WebFrame) -> Image
  ) throws(LegibleError) {
    guard (1...100).contains(quality) else {
      throw LegibleError(.invalidArgument, "the quality is \(quality): give a number from 1 to 100")
    }
    guard (1...1000).contains(maximumViewers) else {
      throw LegibleError(.invalidArgument, "\(maximumViewers) viewers are allowed: give a number from 1 to 1000")
    }
    self.maximumViewers = maximumViewers
    self.care = care
    pictures = PictureBoard(quality: quality, drawing: drawing)
  }

  /// Serves the page until `stop()`; call that before the display is let go of.
  ///
  /// - Returns: the address, with the port that was chosen where 0 was asked for.
  /// - Throws: `LegibleError` with the code `unusableAddress` where the port is taken or not allowed or the address is not
  ///   this machine's, `invalidArgument` where the display was started before. After `unusableAddress` it may be tried
  ///   again.
  @discardableResult
  public func start(at address: WebAddress) async throws(LegibleError) -> WebAddress {
    let isNew = state.withLock { state in
      guard case .new = state.phase else { return false }
      state.phase = .starting
      return true
    }
    guard isNew else {
      throw LegibleError(.invalidArgument, "the web display was started before: make a new one")
    }
    do throws(LegibleError) {
      let server = try await WebServer.start(
        at: address, pictures: pictures, lines: lines, maximumViewers: maximumViewers, care: care)
      let isWanted = state.withLock { state in
        guard case .starting = state.phase else { return false }
        state.phase = .running(server)
        return true
      }
      // Stopped meanwhile.
      if !isWanted { await server.stop() }
      return server.address
    } catch {
      state.withLock { state in
        if case .starting = state.phase { state.phase = .new }
      }
      throw error
    }
  }

  /// Where the page is, with the actual port; nil before `start(at:)` and after `stop()`.
  public var address: WebAddress? { server?.address }

  /// How many pages and MJPEG streams are open.
  public var viewers: Int { server?.viewers ?? 0 }

  /// Shows a frame from now on. Returns at once; may be called from any thread, before `start(at:)` too.
  public func show(_ frame: WebFrame) {
    let number = state.withLock { state in
      if case .stopped = state.phase { return 0 }
      state.frames += 1
      return state.frames
    }
    guard number > 0 else { return }
    lines.show(frame, number: number)
    pictures.show(frame, number: number)
  }

  /// Tells the viewers that the loop has ended, closes all connections and ends all tasks, within two seconds. Viewers that
  /// do not listen are cut off. Again and again does no harm.
  public func stop() async {
    let server = state.withLock { state -> WebServer? in
      defer { state.phase = .stopped }
      if case .running(let server) = state.phase { return server }
      return nil
    }
    pictures.close()
    lines.close()
    await server?.stop()
  }

  /// How many pictures were encoded, for tests.
  var encodings: Int { pictures.encodings }

  /// How many answers are being written, streams and waiting requests too, for tests.
  var responses: Int { server?.responses ?? 0 }

  private var server: WebServer? {
    state.withLock { state in
      if case .running(let server) = state.phase { return server }
      return nil
    }
  }
}
