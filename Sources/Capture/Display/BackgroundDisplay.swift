internal import Dispatch

/// Lets another display work on a thread of its own, so that its drawing holds no reading up.
public final class BackgroundDisplay: Display {
  private struct State: Sendable {
    var view: DisplayView?
    var skipped = 0
    var isFinishing = false
    var isDone = false
    /// What went wrong; told once.
    var error: (any Error)?
  }
  private let display: any Display
  private let keepsEvery: Bool
  private let state = Monitor(State())

  /// Begins the thread.
  ///
  /// - Parameters:
  ///   - display: is used by that thread alone from now on.
  ///   - every: whether `show` waits while the frame before is still to be drawn, as a file's video wants it; otherwise a
  ///     newer frame replaces it, and it counts as skipped.
  public init(_ display: any Display, every: Bool) {
    self.display = display
    keepsEvery = every
    let state = state
    // A serial queue of its own gets a thread of its own, however many others are blocked.
    DispatchQueue(label: "legible.display").async {
      do {
        while let view = Self.next(state) { try display.show(view) }
        try display.finish()
      } catch {
        try? display.finish()
        state.change { $0.error = error }
      }
      state.change { ($0.isDone, $0.view) = (true, nil) }
    }
  }

  deinit { state.change { $0.isFinishing = true } }

  /// The frame to draw, waiting for it; nil at the end.
  private static func next(_ state: Monitor<State>) -> DisplayView? {
    state.wait { state -> DisplayView?? in
      if let view = state.view {
        state.view = nil
        return .some(view)
      }
      return state.isFinishing ? .some(nil) : nil
    }
  }

  /// Hands a frame to the thread.
  ///
  /// - Throws: what went wrong there since the last call.
  public func show(_ view: DisplayView) throws {
    try state.wait { state -> Void? in
      if let error = state.error {
        state.error = nil
        throw error
      }
      if state.isDone || state.isFinishing { return () }
      if state.view != nil {
        if keepsEvery { return nil }
        state.skipped += 1
      }
      state.view = view
      return ()
    }
  }

  /// Waits until all is shown and the display is closed.
  ///
  /// - Throws: what went wrong there since the last call.
  public func finish() throws {
    state.change { $0.isFinishing = true }
    try state.wait { state -> Void? in
      guard state.isDone else { return nil }
      if let error = state.error {
        state.error = nil
        throw error
      }
      return ()
    }
  }

  /// Whether the display's user wants to see the probability map.
  public var wantsMask: Bool { display.wantsMask }
  /// Whether the display's user has stopped the picture.
  public var isPaused: Bool { display.isPaused }

  /// What was shown, and what was skipped before.
  public var report: DisplayReport {
    var report = display.report
    report.skipped += state.read { $0.skipped }
    return report
  }
}
