internal import Failure

/// The part of the X11 screen that `$DISPLAY` names.
public enum ScreenArea: Hashable, Sendable, CustomStringConvertible {
  /// All of it.
  case whole
  /// So many pixels from the left and the top, so wide and so high.
  case region(x: Int, y: Int, width: Int, height: Int)
  /// A window, by the number that `xwininfo` prints.
  case window(UInt32)

  /// As `FrameSourceName.init(parsing:)` reads it.
  public var description: String {
    switch self {
    case .whole: "screen"
    case .region(let x, let y, let width, let height): "screen:\(x),\(y),\(width)x\(height)"
    case .window(let id): "screen:window=0x" + String(id, radix: 16)
    }
  }

  /// From what stands behind `screen:`.
  ///
  /// - Throws: `invalidArgument`.
  init(parsing text: String) throws(LegibleError) {
    if text.hasPrefix("window=") {
      let number = text.dropFirst(7)
      let id = number.hasPrefix("0x") ? UInt32(number.dropFirst(2), radix: 16) : UInt32(number)
      guard let id, id > 0 else { throw Self.failure(text) }
      self = .window(id)
      return
    }
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    let extent = parts.last?.split(separator: "x", omittingEmptySubsequences: false) ?? []
    let numbers = (parts.dropLast() + extent).map { Int($0) }
    guard parts.count == 3, extent.count == 2, numbers.count == 4,
      let x = numbers[0], let y = numbers[1], let width = numbers[2], let height = numbers[3],
      x >= 0, y >= 0, width > 0, height > 0, max(x, y, width, height) <= 65_535
    else { throw Self.failure(text) }
    self = .region(x: x, y: y, width: width, height: height)
  }

  private static func failure(_ text: String) -> LegibleError {
    LegibleError(
      .invalidArgument,
      """
      screen:\(text): this is no part of the screen: give screen, screen:X,Y,WIDTHxHEIGHT (screen:0,0,640x480), or \
      screen:window=NUMBER with the number that xwininfo prints
      """)
  }
}
