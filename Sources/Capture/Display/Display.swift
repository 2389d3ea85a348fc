public import Raster

/// Where the pictures of a live loop go: a window, a video, JSON lines, a page in a browser.
///
/// A loop calls `show` for each frame that was read and `finish` at the end. Displays do their own drawing, so that one loop
/// can feed several of them.
public protocol Display: Sendable {
  /// Takes a frame. Does not wait until it is drawn, but where a display says so.
  ///
  /// - Throws: what keeps the display from going on; the loop should end.
  func show(_ view: DisplayView) throws

  /// Shows what is still waiting and closes. More calls do nothing.
  func finish() throws

  /// Whether its user wants to see the probability map: a loop may leave it out otherwise.
  var wantsMask: Bool { get }

  /// Whether its user has stopped the picture: a loop should wait, and ask again.
  var isPaused: Bool { get }

  /// What was shown until now.
  var report: DisplayReport { get }
}

extension Display {
  /// False.
  public var wantsMask: Bool { false }
  /// False.
  public var isPaused: Bool { false }

  /// Takes a frame with what is to be drawn on it.
  public func show(_ frame: Frame, labels: [Label] = [], mask: GrayImage? = nil) throws {
    try show(DisplayView(frame: frame, labels: labels, mask: mask))
  }

  /// Takes a picture as it is, as MaixPy's `disp.show(img)`.
  public func show(_ image: Image) throws {
    try show(DisplayView(frame: Frame(image: image, time: .zero, index: 0)))
  }
}

/// A frame, and what is known of it.
public struct DisplayView: Sendable {
  /// The picture without any drawing, and its time.
  public var frame: Frame
  /// The lines that were read.
  public var labels: [Label]
  /// Where the detector sees text, 0…255, of any size: stretched over the picture. Nil where nobody asked.
  public var mask: GrayImage?
  /// All that is known of the frame as one line of JSON, for displays that write or send it; nil: they make one of the
  /// labels.
  public var record: String?

  /// A frame and what is known of it.
  public init(frame: Frame, labels: [Label] = [], mask: GrayImage? = nil, record: String? = nil) {
    self.frame = frame
    self.labels = labels
    self.mask = mask
    self.record = record
  }

  /// The picture with the mask, if there is one, and the labels drawn into it.
  public func drawn() -> Image {
    var image = frame.image
    if let mask { image.draw(mask: mask, color: .red) }
    image.draw(labels: labels)
    return image
  }
}

/// What a display did.
public struct DisplayReport: Hashable, Sendable {
  /// Frames that were shown or written.
  public var shown = 0
  /// Frames that a newer one replaced before they were shown.
  public var skipped = 0
  /// From the moment a frame was received until it was shown.
  public var delays = Delays()

  /// Nothing yet.
  public init() {}
}
