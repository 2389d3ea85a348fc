internal import Failure
internal import Raster

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// What frames are to come from: a text of the user, understood.
public enum FrameSourceName: Hashable, Sendable, CustomStringConvertible {
  /// A camera.
  case camera(CameraName)
  /// A video file.
  case file(String)
  /// A stream of the network.
  case url(String)
  /// A folder of pictures, in the order of their names, or one picture.
  case pictures(String)
  /// The X11 screen, or a part of it.
  case screen(ScreenArea)
  /// A video that arrives on standard input.
  case standardInput
  /// A test picture.
  case test(TestPattern)

  /// The kinds of addresses that are opened.
  public static let schemes = ["rtsp", "rtsps", "http", "https", "rtmp", "rtp", "udp", "tcp", "srt"]

  /// Understands a text:
  ///
  /// | text | source |
  /// |---|---|
  /// | `0` | the first camera, `1` the second … |
  /// | `/dev/video2` | the camera with this device file |
  /// | `camera:NAME` | the camera whose name has NAME in it |
  /// | `-` | a video on standard input |
  /// | `screen`, `screen:X,Y,WIDTHxHEIGHT`, `screen:window=NUMBER` | the X11 screen, a part of it, a window |
  /// | `test:testsrc2=size=640x480:rate=30` | a test picture |
  /// | `rtsp://…`, `http://…` … | a stream (`schemes`) |
  /// | a folder, or a picture file | pictures, each a frame |
  /// | another file | a video file |
  /// | anything else without `/` and `.` | the camera whose name has this in it |
  ///
  /// Looks at the file system; opens nothing.
  ///
  /// - Throws: `LegibleError` with the code `invalidArgument`, or `fileNotFound` for what looks like a path.
  public init(parsing text: String) throws(LegibleError) {
    if text == "-" {
      self = .standardInput
    } else if text.isEmpty || text.utf8.contains(0) {
      throw LegibleError(
        .invalidArgument, "the name of the source is empty: give a camera's number, a file or an address")
    } else if text.allSatisfy({ $0.isASCII && $0.isNumber }) {
      guard let index = Int(text), index < 10_000 else {
        throw LegibleError(.invalidArgument, "\(text): there are not so many cameras: give a number from 0")
      }
      self = .camera(.index(index))
    } else if text.hasPrefix("camera:") {
      guard text.utf8.count > 7 else {
        throw LegibleError(.invalidArgument, "camera: has no name behind it: give a part of the camera's name")
      }
      self = .camera(.name(String(text.dropFirst(7))))
    } else if text == "screen" {
      self = .screen(.whole)
    } else if text.hasPrefix("screen:") {
      self = .screen(try ScreenArea(parsing: String(text.dropFirst(7))))
    } else if text.hasPrefix("test:") {
      self = .test(try TestPattern(parsing: String(text.dropFirst(5))))
    } else if let scheme = Self.scheme(of: text) {
      if scheme == "file" {
        self = try Self.onDisk(String(text.dropFirst(7)))
      } else if Self.schemes.contains(scheme) {
        self = .url(text)
      } else {
        throw LegibleError(
          .invalidArgument,
          "\(Self.withoutPassword(text)): addresses that begin with \(scheme):// are not opened: give \(Self.schemes.joined(separator: ", "))"
        )
      }
    } else {
      self = try Self.onDisk(text)
    }
  }

  /// What stands before `://`, in lower case; nil where that is no scheme.
  private static func scheme(of text: String) -> String? {
    guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://") else { return nil }
    let scheme = text[..<colon]
    guard !scheme.isEmpty, scheme.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }) else { return nil }
    return scheme.lowercased()
  }

  /// A path, or else the name of a camera.
  private static func onDisk(_ path: String) throws(LegibleError) -> Self {
    if path.hasPrefix("/dev/video") { return .camera(.path(path)) }
    var status = stat()
    guard stat(path, &status) == 0 else {
      if path.contains("/") || path.contains(".") {
        throw LegibleError(.fileNotFound, "\(path): there is no such file: check the path")
      }
      return .camera(.name(path))
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: return .pictures(path)
    case S_IFREG where isPicture(path): return .pictures(path)
    default: return .file(path)
    }
  }

  /// Whether the name ends like that of a picture which Legible reads.
  static func isPicture(_ path: String) -> Bool {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return false }
    return ImageFormat(fileExtension: String(name[name.index(after: dot)...])) != nil
  }

  /// As the user would write it, but for the password of an address.
  public var description: String {
    switch self {
    case .camera(let camera): camera.description
    case .file(let path), .pictures(let path): path
    case .url(let address): Self.withoutPassword(address)
    case .screen(let area): area.description
    case .standardInput: "standard input"
    case .test(let pattern): pattern.description
    }
  }

  /// An address without what stands between `://` and `@`: messages end up in logs.
  private static func withoutPassword(_ address: String) -> String {
    guard let colon = address.firstIndex(of: ":"), address[colon...].hasPrefix("://") else { return address }
    let begin = address.index(colon, offsetBy: 3)
    let end = address[begin...].firstIndex { "/?#".contains($0) } ?? address.endIndex
    guard let at = address[begin..<end].lastIndex(of: "@") else { return address }
    return address[..<begin] + "…" + address[at...]
  }

  /// Whether frames come when they come. Of a stream the answer is final when it is open: a file on a server is none.
  var isLive: Bool {
    switch self {
    case .camera, .url, .screen: true
    case .file, .pictures, .standardInput, .test: false
    }
  }

  /// Whether the source can be asked for a number of frames a second.
  var takesRate: Bool {
    switch self {
    case .camera, .screen, .pictures: true
    case .file, .url, .standardInput, .test: false
    }
  }
}
