internal import Failure
internal import Raster

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

extension FrameSourceName {
  /// What opens the source, on the thread that will read from it; again after it was lost.
  func opener(options: CaptureOptions) -> FeedOpener {
    if case .pictures(let path) = self {
      return { interrupt in
        try PictureFeed(path: path, rate: options.rate ?? 1, limits: options.limits, interrupt: interrupt)
      }
    }
    return { interrupt in try StreamFeed(request(options: options), interrupt: interrupt) }
  }

  /// What FFmpeg is asked for.
  ///
  /// - Parameter display: the X11 display; nil for that of the environment.
  func request(options: CaptureOptions, display: String? = nil) throws -> StreamRequest {
    var request = StreamRequest(name: self, url: "", limits: options.limits)
    switch self {
    case .camera(let camera):
      try ask(camera, options, &request)
    case .file(let path):
      try check(path)
      request.isLive = false
      if Self.isPipe(path) {
        request.descriptor = try Self.open(path)
      } else {
        // With the prefix no part of a file's name is taken for an address.
        request.url = "file:" + path
        // A playlist on disk must not open connections.
        request.options = [("protocol_whitelist", "file,crypto,data")]
      }
    case .url(let address):
      request.url = address
      request.timeout = options.timeout
      request.options = [
        // A playlist on a server must not read files.
        ("protocol_whitelist", "rtsp,rtsps,rtp,srtp,rtmp,udp,tcp,tls,http,https,httpproxy,srt,crypto,data"),
        // UDP loses packets, and every loss is a damaged frame.
        ("rtsp_flags", "prefer_tcp"),
        ("fflags", "nobuffer"),
      ]
      let scheme = address.prefix { $0 != ":" }.lowercased()
      if !scheme.hasPrefix("http") { request.isLive = true }
    case .screen(let area):
      request.format = "x11grab"
      request.url = display ?? getenv("DISPLAY").map { String(cString: $0) } ?? ":0"
      request.isLive = true
      request.timeout = options.timeout
      request.options = [("framerate", Self.fraction(options.rate ?? 15)), ("draw_mouse", "0")]
      switch area {
      case .whole: break
      case .region(let x, let y, let width, let height):
        request.options += [
          ("video_size", "\(width)x\(height)"), ("grab_x", "\(x)"), ("grab_y", "\(y)"),
        ]
      case .window(let id): request.options.append(("window_id", "\(id)"))
      }
    case .standardInput:
      request.descriptor = 0
      request.isLive = false
    case .test(let pattern):
      // FFmpeg takes the memory before it tells the size.
      try request.check(Size(width: pattern.size.width, height: pattern.size.height))
      request.format = "lavfi"
      request.url = pattern.graph
      request.isLive = false
    case .pictures: break
    }
    return request
  }

  private func ask(_ camera: CameraName, _ options: CaptureOptions, _ request: inout StreamRequest) throws {
    let devices = VideoDevice.all()
    // A device file that is no camera gets its message from the attempt to open it.
    let device: VideoDevice
    if case .path(let path) = camera {
      guard access(path, F_OK) == 0 else { throw request.openingFailed(-ENOENT) }
      device = devices.first { $0.path == path } ?? VideoDevice(path: path, name: "unknown", modes: [])
    } else {
      device = try VideoDevice.find(camera, among: devices)
    }
    let format = try device.format(for: options.size, asked: options.format)
    request.format = "v4l2"
    request.url = device.path
    request.isLive = true
    request.size = options.size
    request.timeout = options.timeout
    if let format { request.options.append(("input_format", format.rawValue)) }
    if let size = options.size { request.options.append(("video_size", "\(size.width)x\(size.height)")) }
    if let rate = options.rate { request.options.append(("framerate", Self.fraction(rate))) }
  }

  /// - Throws: `fileNotFound` or `unreadableFile`.
  private func check(_ path: String) throws(LegibleError) {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw LegibleError(.fileNotFound, "\(path): there is no such file: check the path")
    }
    if status.st_mode & S_IFMT == S_IFDIR {
      throw LegibleError(.unreadableFile, "\(path): this is a folder, not a video: give the videos in it")
    }
    if status.st_mode & S_IFMT == S_IFREG, status.st_size == 0 {
      throw LegibleError(.unreadableStream, "\(path): there are 0 bytes: get the video again")
    }
  }

  private static func isPipe(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO
  }

  /// Opens a named pipe without waiting for somebody to write into it.
  private static func open(_ path: String) throws(LegibleError) -> Int32 {
    #if canImport(Glibc)
    let descriptor = Glibc.open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    #else
    let descriptor = Darwin.open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    #endif
    if descriptor < 0 {
      throw LegibleError(.unreadableFile, "\(path): it cannot be opened: \(String(cString: strerror(errno)))")
    }
    return descriptor
  }

  /// A rate in FFmpeg's notation.
  private static func fraction(_ rate: Double) -> String { "\(Int((rate * 1000).rounded()))/1000" }
}
