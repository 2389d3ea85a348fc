internal import Failure
public import Raster

/// A camera of this machine, and what it can deliver.
public struct VideoDevice: Hashable, Sendable {
  /// The path of its device file, `/dev/video0`.
  public var path: String
  /// The name that it reports, `HD Pro Webcam C920`.
  public var name: String
  /// The ways in which it sends pictures, in its own order.
  public var modes: [Mode]

  /// A format in which a camera sends pictures, with the sizes that it has for it.
  public struct Mode: Hashable, Sendable {
    /// What the pictures are.
    public var format: CameraFormat
    /// The sizes, in the camera's order; empty where it takes any in steps of its own.
    public var sizes: [Size]
    /// The most frames a second for each of `sizes`; nil where the camera does not tell.
    public var rates: [Double?]

    /// A mode of these parts.
    public init(format: CameraFormat, sizes: [Size], rates: [Double?] = []) {
      self.format = format
      self.sizes = sizes
      self.rates = rates
    }
  }

  /// A camera of these parts.
  public init(path: String, name: String, modes: [Mode]) {
    self.path = path
    self.name = name
    self.modes = modes
  }

  /// The cameras of this machine, in the order of their device files; empty where there are none, and on other systems than
  /// Linux. What a camera can do is asked of the camera, which another program may be using meanwhile.
  public static func all() -> [VideoDevice] { V4L2.devices() }
}

extension VideoDevice {
  /// The camera that is meant.
  ///
  /// - Throws: `sourceUnavailable`, with the cameras that there are.
  static func find(_ camera: CameraName, among devices: [VideoDevice]) throws(LegibleError) -> VideoDevice {
    let found: VideoDevice? =
      switch camera {
      case .index(let index): devices.indices.contains(index) ? devices[index] : nil
      case .path(let path): devices.first { $0.path == path }
      case .name(let name):
        devices.first { $0.name == name } ?? devices.first { $0.name.lowercased().contains(name.lowercased()) }
      }
    if let found { return found }
    let others =
      devices.isEmpty
      ? "no camera is there: plug one in, and look whether /dev/video0 appears"
      : "there are "
        + devices.enumerated().map { "\($0.offset): \($0.element.path) (\($0.element.name))" }
        .joined(separator: ", ")
    throw LegibleError(.sourceUnavailable, "\(camera) is not there; \(others)")
  }

  /// The format to ask for; nil to leave it to the camera.
  ///
  /// Raw pictures need no decoding and have no artefacts; but large ones do not fit through USB 2 at more than a few
  /// frames a second, where JPEG does. So JPEG is chosen where it is faster than every raw format at that size.
  ///
  /// - Throws: `invalidArgument` for a size or a format that the camera does not have, with those that it has.
  func format(for size: Size?, asked: CameraFormat?) throws(LegibleError) -> CameraFormat? {
    if let asked, !modes.isEmpty, !modes.contains(where: { $0.format == asked }) {
      throw LegibleError(
        .invalidArgument,
        "\(path) (\(name)) does not send \(asked.rawValue): it has \(modes.map(\.format.rawValue).joined(separator: ", "))"
      )
    }
    guard let size else { return asked }
    let candidates = modes.filter { asked == nil || $0.format == asked }
    let fitting = candidates.filter { $0.sizes.isEmpty || $0.sizes.contains(size) }
    if fitting.isEmpty, !candidates.isEmpty {
      var known: [Size] = []
      for other in candidates.flatMap(\.sizes) where !known.contains(other) { known.append(other) }
      throw LegibleError(
        .invalidArgument,
        "\(path) (\(name)) has no size \(size)\(asked.map { " in \($0.rawValue)" } ?? ""): it has "
          + known.map(\.description).joined(separator: ", "))
    }
    if asked != nil { return asked }
    func rate(_ mode: Mode) -> Double? {
      mode.sizes.firstIndex(of: size).flatMap { mode.rates.indices.contains($0) ? mode.rates[$0] : nil }
    }
    let raw = fitting.filter { ![.mjpeg, .h264].contains($0.format) }
    guard let jpeg = fitting.first(where: { $0.format == .mjpeg }) else { return raw.first?.format }
    if raw.isEmpty { return .mjpeg }
    guard let jpegRate = rate(jpeg), let best = raw.max(by: { (rate($0) ?? 0) < (rate($1) ?? 0) }) else {
      return raw.first?.format
    }
    return jpegRate > (rate(best) ?? jpegRate) ? .mjpeg : best.format
  }
}
