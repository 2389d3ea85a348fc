internal import Raster

/// The layer below a window: a surface on which a picture can be put, and its user. SDL in earnest; tests have their own.
///
/// Belongs to the main thread.
protocol WindowScreen: AnyObject {
  /// Width and height of what is drawn on, in pixels.
  var size: Size { get }
  /// Puts a picture there, black beside it. The first one opens the window.
  ///
  /// - Throws: `displayUnavailable`.
  func present(_ picture: Image, in rect: Rect) throws
  /// What the user did, waiting so long for something at the most.
  func events(waiting: Duration) -> [WindowEvent]
  /// Fills the screen, or goes back to a window.
  func toggleFullScreen()
  /// Puts a text where other programs can take it; whether that went well.
  func copy(_ text: String) -> Bool
  /// Closes the window. More calls do nothing.
  func close()
}
