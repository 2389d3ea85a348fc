/// Which camera is meant.
public enum CameraName: Hashable, Sendable, CustomStringConvertible {
  /// The number in the order of `VideoDevice.all()`, from 0.
  case index(Int)
  /// The path of its device file, `/dev/video2`.
  case path(String)
  /// The name that it reports, or a part of it, upper and lower case being the same.
  case name(String)

  /// As a person would name it.
  public var description: String {
    switch self {
    case .index(let index): "camera \(index)"
    case .path(let path): path
    case .name(let name): "camera '\(name)'"
    }
  }
}

/// How a camera sends its pictures: the name that FFmpeg gives to the format of pixels or of compression.
public struct CameraFormat: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral {
  /// For instance `yuyv422`.
  public let rawValue: String

  /// A format of the name, lower-case letters and digits.
  public init(rawValue: String) { self.rawValue = rawValue }
  /// A format of the name.
  public init(stringLiteral value: String) { rawValue = value }

  /// Each picture a JPEG: large pictures at full rate over USB 2.
  public static let mjpeg = CameraFormat(rawValue: "mjpeg")
  /// H.264.
  public static let h264 = CameraFormat(rawValue: "h264")
  /// Uncompressed, two pixels in four bytes: what most USB cameras send up to 640×480.
  public static let yuyv422 = CameraFormat(rawValue: "yuyv422")
  /// Uncompressed, with half the colour resolution both ways.
  public static let nv12 = CameraFormat(rawValue: "nv12")
  /// Uncompressed, gray.
  public static let gray = CameraFormat(rawValue: "gray")
}
