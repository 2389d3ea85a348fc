internal import Raster

#if os(Linux)
internal import CV4L2
internal import Glibc

/// The cameras that Linux' video subsystem knows.
enum V4L2 {
  /// `/dev/video0` to `/dev/video63`: the kernel numbers them so.
  static func devices() -> [VideoDevice] {
    (0..<64).compactMap { describe("/dev/video\($0)") }
  }

  /// What the device says about itself; nil where there is none, or none that delivers pictures. A device that must not
  /// be opened is listed without modes.
  static func describe(_ path: String) -> VideoDevice? {
    let descriptor = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC)
    if descriptor < 0 {
      return errno == EACCES || errno == EBUSY
        ? VideoDevice(path: path, name: "a camera that cannot be opened", modes: []) : nil
    }
    defer { close(descriptor) }
    var capability = v4l2_capability()
    guard ask(descriptor, legible_v4l2_query, &capability) else { return nil }
    // One camera may have several device files, some for other data than pictures.
    let flags =
      capability.capabilities & hasDeviceCapabilities != 0 ? capability.device_caps : capability.capabilities
    guard flags & UInt32(V4L2_CAP_VIDEO_CAPTURE) != 0 else { return nil }
    return VideoDevice(path: path, name: text(capability.card), modes: modes(descriptor))
  }

  /// V4L2_CAP_DEVICE_CAPS, which does not fit into what Swift takes it for.
  private static let hasDeviceCapabilities: UInt32 = 0x8000_0000

  private static func modes(_ descriptor: Int32) -> [VideoDevice.Mode] {
    var result: [VideoDevice.Mode] = []
    // Bounds, since a driver's answers decide when these loops end.
    for index in 0..<UInt32(64) {
      var format = v4l2_fmtdesc()
      format.index = index
      format.type = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
      guard ask(descriptor, legible_v4l2_formats, &format) else { break }
      guard let name = names[code(format.pixelformat)] else { continue }
      var mode = VideoDevice.Mode(format: CameraFormat(rawValue: name), sizes: [])
      for sizeIndex in 0..<UInt32(256) {
        var size = v4l2_frmsizeenum()
        size.index = sizeIndex
        size.pixel_format = format.pixelformat
        guard ask(descriptor, legible_v4l2_sizes, &size),
          size.type == V4L2_FRMSIZE_TYPE_DISCRETE.rawValue
        else { break }
        mode.sizes.append(Size(width: Int(size.discrete.width), height: Int(size.discrete.height)))
        mode.rates.append(rate(descriptor, format.pixelformat, size.discrete.width, size.discrete.height))
      }
      result.append(mode)
    }
    return result
  }

  /// The most frames a second.
  private static func rate(_ descriptor: Int32, _ format: UInt32, _ width: UInt32, _ height: UInt32) -> Double? {
    var best: Double?
    for index in 0..<UInt32(64) {
      var interval = v4l2_frmivalenum()
      interval.index = index
      interval.pixel_format = format
      (interval.width, interval.height) = (width, height)
      guard ask(descriptor, legible_v4l2_intervals, &interval) else { break }
      let shortest =
        interval.type == V4L2_FRMIVAL_TYPE_DISCRETE.rawValue ? interval.discrete : interval.stepwise.min
      guard shortest.numerator > 0 else { continue }
      best = max(best ?? 0, Double(shortest.denominator) / Double(shortest.numerator))
      if interval.type != V4L2_FRMIVAL_TYPE_DISCRETE.rawValue { break }
    }
    return best
  }

  private static func ask<T>(_ descriptor: Int32, _ request: UInt, _ answer: inout T) -> Bool {
    withUnsafeMutablePointer(to: &answer) { pointer in
      while ioctl(descriptor, request, pointer) != 0 {
        if errno != EINTR { return false }
      }
      return true
    }
  }

  /// The text in a fixed array of bytes, to the first zero.
  private static func text<T>(_ bytes: T) -> String {
    withUnsafeBytes(of: bytes) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }

  /// The four letters of a format.
  private static func code(_ format: UInt32) -> String {
    String(decoding: (0..<4).map { UInt8(truncatingIfNeeded: format >> ($0 * 8)) }, as: UTF8.self)
  }

  /// Video4Linux' codes (linux/videodev2.h), and what FFmpeg calls them (libavdevice/v4l2-common.c).
  private static let names = [
    "YUYV": "yuyv422", "UYVY": "uyvy422", "YU12": "yuv420p", "YV12": "yvu420p", "422P": "yuv422p", "411P": "yuv411p",
    "NV12": "nv12", "NV21": "nv21", "GREY": "gray", "Y16 ": "gray16le", "RGB3": "rgb24", "BGR3": "bgr24",
    "BGR4": "bgr0", "RGB4": "0rgb", "MJPG": "mjpeg", "JPEG": "mjpeg", "H264": "h264", "HEVC": "hevc",
    "BA81": "bayer_bggr8", "GBRG": "bayer_gbrg8", "GRBG": "bayer_grbg8", "RGGB": "bayer_rggb8",
  ]
}
#else
/// Cameras are listed on Linux only.
enum V4L2 {
  static func devices() -> [VideoDevice] { [] }
  static func describe(_ path: String) -> VideoDevice? { nil }
}
#endif
