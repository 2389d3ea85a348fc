internal import Failure
internal import Raster
internal import Synchronization

/// Writes a video with the labels drawn into it. `show` blocks while the frame is drawn and compressed: in a live loop, put
/// it into a `BackgroundDisplay`.
///
/// The first frame gives the size; later ones of another size are fitted into it. Times are those of the frames, from the
/// first one on.
public final class VideoDisplay: Display {
  private struct State {
    var writer: VideoWriter?
    var start = Duration.zero
    var report = DisplayReport()
    var isFinished = false
  }
  // The writer belongs to one thread at a time: the lock sees to that.
  private let state = Mutex(State())
  private let path: String
  private let rate: Double

  /// A video that is begun with the first frame.
  ///
  /// - Parameters:
  ///   - path: ends in .mp4, .mov, .mkv or .avi; a file of the name is replaced.
  ///   - rate: frames a second, more than 0 and at most 1000, see `VideoWriter`.
  /// - Throws: `LegibleError` with the code `invalidArgument`.
  public init(path: String, rate: Double) throws {
    let ending = path.split(separator: ".").last.map { $0.lowercased() } ?? ""
    guard path.contains("."), VideoWriter.fileExtensions.contains(ending) else {
      throw LegibleError(
        .invalidArgument,
        "\(path): the name does not end like that of a video: use \(VideoWriter.fileExtensions.joined(separator: ", "))"
      )
    }
    self.path = path
    self.rate = rate
  }

  /// Draws and writes a frame.
  ///
  /// - Throws: what `VideoWriter` throws.
  public func show(_ view: DisplayView) throws {
    let image = view.drawn()
    try state.withLock { state in
      if state.isFinished { return }
      if state.writer == nil {
        state.writer = try VideoWriter(path: path, size: image.size, rate: rate)
        state.start = view.frame.time
      }
      guard let writer = state.writer else { return }
      try writer.write(image.fitted(into: writer.size), at: view.frame.time - state.start)
      state.report.shown += 1
      state.report.delays.add(view.frame.received.duration(to: .now))
    }
  }

  /// Completes the file. Without any frame there is none.
  ///
  /// - Throws: what `VideoWriter` throws.
  public func finish() throws {
    try state.withLock { state in
      state.isFinished = true
      defer { state.writer = nil }
      try state.writer?.finish()
    }
  }

  /// What was written.
  public var report: DisplayReport { state.withLock { $0.report } }
}

extension Image {
  /// The picture scaled to lie inside a size, with black beside it.
  func fitted(into size: Size) -> Image {
    if self.size == size { return self }
    let place = Letterbox(of: self.size, in: size).rect
    var result = Image(size: size, filled: .black)
    let inner = Size(width: max(1, Int(place.width)), height: max(1, Int(place.height)))
    result.draw(resized(to: inner), x: Int(place.minX), y: Int(place.minY))
    return result
  }
}
