/// An opaque sRGB colour of 8 bits a channel.
public struct Color: Hashable, Sendable {
  /// Red, 0…255.
  public var red: UInt8
  /// Green, 0…255.
  public var green: UInt8
  /// Blue, 0…255.
  public var blue: UInt8

  /// A colour of three channels.
  public init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// (0, 0, 0)
  public static let black = Color(red: 0, green: 0, blue: 0)
  /// (255, 255, 255)
  public static let white = Color(red: 255, green: 255, blue: 255)
  /// (255, 0, 0)
  public static let red = Color(red: 255, green: 0, blue: 0)
  /// (0, 160, 60): a green that is readable on white.
  public static let green = Color(red: 0, green: 160, blue: 60)
  /// (0, 90, 220): a blue that is readable on white.
  public static let blue = Color(red: 0, green: 90, blue: 220)
}
