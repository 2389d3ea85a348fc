internal import Failure
internal import Raster

/// What a window does: shows frames, and obeys keys and clicks. Belongs to the main thread, as its screen does.
final class WindowViewer {
  private let screen: any WindowScreen
  private let saver: FrameSaver
  private let leave: () -> Void
  private let now: () -> ContinuousClock.Instant

  /// What is seen.
  private(set) var view: DisplayView?
  /// The picture with everything drawn on it, and where it lies on the screen.
  private var picture: Image?
  private var letterbox: Letterbox?
  /// Where the texts of the labels are drawn.
  private var plates: [Rect?] = []
  /// A message to the user, until a time.
  private var note: (text: String, until: ContinuousClock.Instant)?
  /// Whether the picture stands still.
  private(set) var isPaused = false
  /// Whether the probability map is drawn.
  private(set) var showsMask = false
  private(set) var report = DisplayReport()

  /// - Parameters:
  ///   - leave: called when the user wants to go.
  ///   - now: the time, for messages and delays.
  init(
    screen: any WindowScreen, saver: FrameSaver, leave: @escaping () -> Void,
    now: @escaping () -> ContinuousClock.Instant = { .now }
  ) {
    self.screen = screen
    self.saver = saver
    self.leave = leave
    self.now = now
  }

  /// Shows a frame; while the picture stands still it is dropped and counted.
  ///
  /// - Throws: `displayUnavailable`.
  func show(_ view: DisplayView) throws {
    if isPaused, self.view != nil {
      report.skipped += 1
      return
    }
    self.view = view
    try draw()
    report.shown += 1
    report.delays.add(view.frame.received.duration(to: now()))
  }

  /// Waits for the user so long at the most, and does what was asked.
  ///
  /// - Throws: `displayUnavailable`.
  func listen(waiting: Duration) throws {
    var isStale = false
    for event in screen.events(waiting: waiting) {
      switch event {
      case .close: leave()
      case .exposed: try present()
      case .click(let point): isStale = copyLine(at: point) || isStale
      case .key(let key): isStale = obey(key) || isStale
      }
    }
    if let until = note?.until, now() >= until { (note, isStale) = (nil, true) }
    if isStale { try draw() }
  }

  /// Frames that a newer one replaced before they came here.
  func countSkipped(_ count: Int) { report.skipped += count }

  /// Closes the window.
  func close() { screen.close() }

  // MARK: Inside

  /// Does what a key means; whether the picture has to be drawn anew.
  private func obey(_ key: WindowKey) -> Bool {
    switch key {
    case .leave:
      leave()
      return false
    case .pause:
      isPaused.toggle()
      say(isPaused ? "paused" : "going on")
    case .mask:
      showsMask.toggle()
      if showsMask, view?.mask == nil { say("text probability") }
    case .fullScreen: screen.toggleFullScreen()
    case .save:
      guard let view else { return false }
      do {
        say("saved " + (try saver.save(view)))
      } catch {
        say((error as? LegibleError)?.message ?? "\(error)")
      }
    }
    return true
  }

  /// Copies the text of the line that was clicked, on the text in the picture or on its plate; whether there is one.
  private func copyLine(at point: Point) -> Bool {
    guard let view, let place = letterbox?.picturePoint(at: point) else { return false }
    let labels = view.labels
    // Plates lie above quads, and later ones above earlier ones.
    let index =
      plates.lastIndex { $0?.contains(place) ?? false } ?? labels.lastIndex { $0.quad.boundingBox.contains(place) }
    guard let index, labels.indices.contains(index), !labels[index].text.isEmpty else { return false }
    say(screen.copy(labels[index].text) ? "copied " + labels[index].text : "the clipboard is not there")
    return true
  }

  private func say(_ text: String) { note = (text, now().advanced(by: .seconds(2))) }

  private func draw() throws {
    guard let view else { return }
    var image = view.frame.image
    if showsMask, let mask = view.mask { image.draw(mask: mask, color: .red) }
    plates = []
    if !view.labels.isEmpty || note != nil {
      image.draw { canvas in
        plates = canvas.labels(view.labels)
        if let note { canvas.note(note.text) }
      }
    }
    picture = image
    try present()
  }

  private func present() throws {
    guard let picture else { return }
    var place = Letterbox(of: picture.size, in: screen.size)
    try screen.present(picture, in: place.rect)
    // The first picture opens the window, which may have another size than was assumed.
    let actual = Letterbox(of: picture.size, in: screen.size)
    if actual != place {
      place = actual
      try screen.present(picture, in: place.rect)
    }
    letterbox = place
  }
}

extension Canvas {
  /// Draws a message in the top-left corner.
  func note(_ text: String) {
    let size = max(12, Double(self.size.height) / 40)
    let extent = FontSet.system.extent(of: text, size: size)
    let plate = Rect(x: size / 2, y: size / 2, width: extent.width + size, height: extent.height + size / 2)
    fill(plate, color: .black, opacity: 0.75)
    self.text(text, at: Point(plate.minX + size / 2, plate.minY + size / 4), size: size, color: .white)
  }
}
