internal import Dispatch
#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif
internal import Raster

/// The place between the thread that takes frames from a device and those that read them: it holds one frame.
final class Mailbox: Sendable {
  private struct State: Sendable {
    var frame: Frame?
    /// Why there will be no more; an error is told once.
    var end: Result<Void, any Error>?
    var isClosed = false
    /// Whether the writer has given the device up.
    var isReleased = false
    /// Dropped and damaged since the last frame that was read.
    var skipped = 0
    var damaged = 0
    var isOpen = false
    var size: Size?
    var frameRate: Double?
    var isLive: Bool
  }
  private let state: Monitor<State>

  init(isLive: Bool) { state = Monitor(State(isLive: isLive)) }

  var size: Size? { state.read { $0.size } }
  var frameRate: Double? { state.read { $0.frameRate } }
  var isLive: Bool { state.read { $0.isLive } }
  var isClosed: Bool { state.read { $0.isClosed } }

  /// Whether the writer has come to its end; a frame may still be there.
  var isFinished: Bool { state.read { $0.end != nil } }

  // MARK: The writer's side

  /// Says that the device is open, and what it is.
  func open(size: Size?, frameRate: Double?, isLive: Bool) {
    state.change {
      ($0.size, $0.frameRate, $0.isLive, $0.isOpen) = (size ?? $0.size, frameRate, isLive, true)
    }
  }

  /// Lays a frame down. One that was not read is dropped and counted.
  func replace(with frame: Frame) {
    state.change {
      if $0.frame != nil { $0.skipped += 1 }
      Self.lay(frame, into: &$0)
    }
  }

  /// Waits until there is none, and lays a frame down; false if nobody will read any more.
  func put(_ frame: Frame) -> Bool {
    state.wait { state in
      if state.isClosed { return false }
      if state.frame != nil { return nil }
      Self.lay(frame, into: &state)
      return true
    }
  }

  private static func lay(_ frame: Frame, into state: inout State) {
    if state.isClosed { return }
    state.frame = frame
    state.damaged += frame.damaged
    state.size = frame.image.size
  }

  /// Says that no more frames come, and why.
  func finish(_ end: Result<Void, any Error>) {
    state.change { $0.end = $0.end ?? end }
  }

  /// Says that the device is free for others.
  func release() {
    state.change { $0.isReleased = true }
  }

  /// Waits for so long, or until nobody will read any more.
  func pause(_ duration: Duration) {
    let start = DispatchTime.now().uptimeNanoseconds
    while !isClosed {
      let gone = DispatchTime.now().uptimeNanoseconds - start
      guard gone < duration.nanoseconds else { return }
      usleep(UInt32(min(20_000, (duration.nanoseconds - gone) / 1000 + 1)))
    }
  }

  // MARK: The readers' side

  /// Waits until the device is open.
  ///
  /// - Throws: what kept it from opening.
  func waitUntilOpen() throws {
    try state.wait { state in
      if state.isOpen || state.isClosed { return () }
      return try state.end?.get()
    }
  }

  /// Waits for a frame and takes it; nil when there are no more.
  func take() throws -> Frame? {
    try state.wait { state -> Frame?? in
      if var frame = state.frame {
        state.frame = nil
        (frame.skipped, frame.damaged) = (state.skipped, state.damaged)
        (state.skipped, state.damaged) = (0, 0)
        return .some(frame)
      }
      if state.isClosed { return .some(nil) }
      guard let end = state.end else { return nil }
      state.end = .success(())
      try end.get()
      return .some(nil)
    }
  }

  /// Ends both sides. A frame that was not read is dropped.
  func close() {
    state.change {
      $0.isClosed = true
      $0.frame = nil
    }
  }

  /// Waits until the device is free, so long at the most.
  func waitUntilReleased(atMost limit: Duration) {
    let start = DispatchTime.now().uptimeNanoseconds
    while !state.read({ $0.isReleased }), DispatchTime.now().uptimeNanoseconds - start < limit.nanoseconds {
      usleep(1000)
    }
  }
}
