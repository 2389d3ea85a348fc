internal import Raster

/// What the user of a window did.
enum WindowEvent: Hashable, Sendable {
  /// The window was closed, by its button or by the window manager.
  case close
  /// A key was pressed.
  case key(WindowKey)
  /// The left button was pressed, at a point in the pixels that are drawn on.
  case click(Point)
  /// What was drawn has to be drawn again: the window was uncovered or has another size.
  case exposed
}

/// The keys that mean something.
enum WindowKey: String, Hashable, Sendable, CaseIterable {
  /// q, Esc
  case leave
  /// The space bar.
  case pause
  /// s
  case save
  /// m
  case mask
  /// f
  case fullScreen
}
