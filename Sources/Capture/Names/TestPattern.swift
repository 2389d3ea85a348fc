internal import Failure

/// A test picture that FFmpeg generates: `testsrc2=size=640x480:rate=30:duration=5`.
///
/// A subset that is known to be safe: generators that open no file, and options that are plain numbers and names. FFmpeg's
/// filter notation can do much more, reading any file for instance.
public struct TestPattern: Hashable, Sendable, CustomStringConvertible {
  /// What is generated, `testsrc2` for instance: one of `TestPattern.names`.
  public let name: String
  /// The settings in FFmpeg's notation, in the order given.
  let settings: [Setting]

  struct Setting: Hashable, Sendable {
    var key: String
    var value: String
  }

  /// The generators that are allowed.
  public static let names = [
    "testsrc2", "testsrc", "color", "smptebars", "smptehdbars", "rgbtestsrc", "yuvtestsrc", "gradients", "mandelbrot",
  ]
  static let keys = ["size", "rate", "duration", "color"]

  /// From `name=key=value:key=value`; `size` as `640x480`, `rate` in frames and `duration` in seconds, `color` as a name or
  /// `0xRRGGBB`. Without a duration it never ends.
  ///
  /// - Throws: `invalidArgument`.
  public init(parsing text: String) throws(LegibleError) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard Self.names.contains(parts[0]) else {
      throw LegibleError(
        .invalidArgument,
        "test:\(text): there is no test picture '\(parts[0])': give \(Self.names.joined(separator: ", "))")
    }
    name = parts[0]
    var settings: [Setting] = []
    for item in (parts.count > 1 ? parts[1] : "").split(separator: ":") {
      let pair = item.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
      guard pair.count == 2, Self.keys.contains(pair[0]), Self.isSound(pair[1], for: pair[0]) else {
        throw LegibleError(
          .invalidArgument,
          """
          test:\(text): '\(item)' is no setting: give size=640x480, rate=30, duration=5 (seconds) or color=white, with \
          ':' between them
          """)
      }
      settings.append(Setting(key: pair[0], value: pair[1]))
    }
    self.settings = settings
  }

  private static func isSound(_ value: String, for key: String) -> Bool {
    switch key {
    case "size":
      let sides = value.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
      return sides.count == 2 && sides.allSatisfy { (1...65_535).contains($0) }
    case "rate":
      let parts = value.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
      return (1...2).contains(parts.count) && parts.allSatisfy { (1...100_000).contains($0) }
    case "duration":
      return value.allSatisfy { $0.isASCII && ($0.isNumber || $0 == ".") } && (Double(value) ?? 0) > 0
    default:
      return !value.isEmpty && value.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    }
  }

  /// The size that was asked for, or FFmpeg's default.
  var size: (width: Int, height: Int) {
    guard let text = settings.last(where: { $0.key == "size" })?.value else { return (320, 240) }
    let sides = text.split(separator: "x").compactMap { Int($0) }
    return (sides[0], sides[1])
  }

  /// In the notation of FFmpeg's filters.
  var graph: String {
    // Some generators have no option for it; the filter `trim` ends any.
    let ends = settings.filter { $0.key == "duration" }.map { ",trim=duration=\($0.value)" }.joined()
    let own = settings.filter { $0.key != "duration" }.map { "\($0.key)=\($0.value)" }
    return name + (own.isEmpty ? "" : "=") + own.joined(separator: ":") + ends
  }

  /// As it was given.
  public var description: String {
    let list = settings.map { "\($0.key)=\($0.value)" }.joined(separator: ":")
    return "test:" + name + (list.isEmpty ? "" : "=" + list)
  }
}
