internal import CSDL
internal import Failure
internal import Raster
internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// A window that shows the newest frame with its labels.
///
/// Keys: q and Esc leave, space pauses, s saves the frame and its JSON, m shows the probability map, f fills the screen. A
/// click on a line copies its text. To leave, or to close the window, asks for the program's end (`App.requestExit`).
///
/// Systems want windows on the main thread, so there the display is made. A simple loop stays on it, and `show` draws at
/// once:
///
/// ```swift
/// let display = try WindowDisplay()
/// while !App.needExit, let frame = try camera.read() { try display.show(frame.image) }
/// ```
///
/// Where another thread reads, its `show` lays the frame down and goes on; the main thread calls `run`, which draws the
/// newest and returns after `finish` or when the program is to end.
public final class WindowDisplay: Display {
  private struct State: Sendable {
    var view: DisplayView?
    var skipped = 0
    var isFinished = false
    var isPaused = false
    var wantsMask = false
    var report = DisplayReport()
  }
  private let state = Mutex(State())
  /// Touched by the main thread alone.
  nonisolated(unsafe) private let viewer: WindowViewer

  /// Connects to the display. The window opens with the first frame, in whose size there is room for it.
  ///
  /// - Parameters:
  ///   - title: of the window.
  ///   - fullScreen: whether it fills the screen from the beginning.
  ///   - folder: where the key s saves to; nil for the current folder.
  /// - Throws: `LegibleError` with the code `displayUnavailable`, or `invalidArgument` on another thread than the main one.
  public convenience init(title: String = "Legible", fullScreen: Bool = false, folder: String? = nil) throws {
    guard isMainThread else {
      throw LegibleError(
        .invalidArgument, "a window is made on another thread than the main one: make it in the synchronous main")
    }
    self.init(screen: try SDLScreen(title: title, fullScreen: fullScreen), saver: FrameSaver(folder: folder ?? ""))
  }

  /// A window on any screen.
  init(screen: any WindowScreen, saver: FrameSaver) {
    viewer = WindowViewer(screen: screen, saver: saver) { App.requestExit() }
  }

  /// Shows a frame: at once on the main thread, else in `run`, where the newest counts.
  ///
  /// - Throws: `LegibleError` with the code `displayUnavailable`, on the main thread.
  public func show(_ view: DisplayView) throws {
    if isMainThread {
      try viewer.show(view)
      try listen(waiting: .zero)
      // A loop that goes on calling would go on while the user wants a still picture.
      while viewer.isPaused, !App.needExit { try listen(waiting: .milliseconds(50)) }
      return
    }
    state.withLock { state in
      if state.isFinished { return }
      if state.view != nil { state.skipped += 1 }
      state.view = view
    }
    SDLScreen.wake()
  }

  /// Shows what other threads give, and obeys the user, until `finish` or until the program is to end; then the window
  /// closes. On the main thread.
  ///
  /// - Throws: `LegibleError` with the code `displayUnavailable`.
  public func run() throws {
    precondition(isMainThread, "a window belongs to the main thread")
    defer { close() }
    // Waking is for smoothness; this is how late a signal is seen.
    App.onExit { SDLScreen.wake() }
    while !App.needExit {
      let (view, skipped, isFinished) = state.withLock { state in
        defer { (state.view, state.skipped) = (nil, 0) }
        return (state.view, state.skipped, state.isFinished)
      }
      viewer.countSkipped(skipped)
      if let view { try viewer.show(view) }
      if isFinished, !viewer.isPaused { break }
      try listen(waiting: view == nil ? .milliseconds(100) : .zero)
    }
  }

  /// Ends `run` after the newest frame; on the main thread it closes the window.
  public func finish() {
    state.withLock { $0.isFinished = true }
    if isMainThread { close() } else { SDLScreen.wake() }
  }

  /// Whether the user has asked for the probability map (m).
  public var wantsMask: Bool { state.withLock { $0.wantsMask } }
  /// Whether the user has stopped the picture (space).
  public var isPaused: Bool { state.withLock { $0.isPaused } }
  /// What was shown.
  public var report: DisplayReport { state.withLock { $0.report } }

  private func listen(waiting: Duration) throws {
    try viewer.listen(waiting: waiting)
    publish()
  }

  private func publish() {
    state.withLock { ($0.isPaused, $0.wantsMask, $0.report) = (viewer.isPaused, viewer.showsMask, viewer.report) }
  }

  private func close() {
    viewer.close()
    state.withLock { $0.isFinished = true }
    publish()
  }
}

/// Whether this is the thread that the program began with.
private var isMainThread: Bool {
  #if canImport(Glibc)
  return legible_is_main_thread() != 0
  #else
  return pthread_main_np() == 1
  #endif
}
