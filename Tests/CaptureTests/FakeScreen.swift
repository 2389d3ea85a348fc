@testable import Capture

/// A screen below a window: it keeps what is shown, and its user's doings are written by the test.
final class FakeScreen: WindowScreen {
  var size = Size(width: 640, height: 480)
  var coming: [[WindowEvent]] = []
  private(set) var shown: [(picture: Image, rect: Rect)] = []
  private(set) var copied: [String] = []
  private(set) var isFullScreen = false
  private(set) var isClosed = false

  func present(_ picture: Image, in rect: Rect) { shown.append((picture, rect)) }
  func events(waiting: Duration) -> [WindowEvent] { coming.isEmpty ? [] : coming.removeFirst() }
  func toggleFullScreen() { isFullScreen.toggle() }
  func copy(_ text: String) -> Bool {
    copied.append(text)
    return true
  }
  func close() { isClosed = true }
}
