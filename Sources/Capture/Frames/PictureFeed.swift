internal import Failure
internal import Raster

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The pictures of a folder as frames, or one picture as one frame. Reads them with the codecs of `Raster`.
final class PictureFeed: FrameFeed {
  let size: Size
  let frameRate: Double?
  let isLive = false
  private let files: [String]
  private let limits: ImageLimits
  private let interrupt: Interrupt
  private var position = 0
  private var damaged = 0
  /// Read to know its size.
  private var first: Image?
  private var lastFailure: LegibleError?

  /// - Parameter rate: pictures a second.
  init(path: String, rate: Double, limits: ImageLimits, interrupt: Interrupt) throws {
    (self.limits, self.interrupt) = (limits, interrupt)
    frameRate = rate
    files = try Self.files(at: path)
    var found: Image?
    while found == nil, position < files.count, !interrupt.isRaised {
      found = try Self.read(files[position], limits, &damaged, &lastFailure)
      position += 1
    }
    first = found
    size = found?.size ?? Size(width: 0, height: 0)
    if found == nil, let lastFailure { throw lastFailure }
  }

  func next() throws -> FeedFrame? {
    var image = first
    var index = position - 1
    first = nil
    while image == nil, position < files.count, !interrupt.isRaised {
      index = position
      image = try Self.read(files[position], limits, &damaged, &lastFailure)
      position += 1
    }
    guard let image else { return nil }
    defer { damaged = 0 }
    return FeedFrame(image: image, time: .seconds(Double(index) / (frameRate ?? 1)), damaged: damaged)
  }

  /// Nil, and one more damaged, for what is no picture.
  private static func read(
    _ path: String, _ limits: ImageLimits, _ damaged: inout Int, _ failure: inout LegibleError?
  ) throws(LegibleError) -> Image? {
    do throws(LegibleError) {
      return try Image(contentsOf: path, limits: limits)
    } catch {
      guard error.code == .unreadableImage else { throw error }
      damaged += 1
      failure = error
      return nil
    }
  }

  /// The pictures of a folder in the order of their names, numbers in them counting as such; hidden files are left out, and
  /// pipes and devices, to open one of which may wait for ever.
  private static func files(at path: String) throws(LegibleError) -> [String] {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw LegibleError(.fileNotFound, "\(path): there is no such file: check the path")
    }
    if status.st_mode & S_IFMT != S_IFDIR { return [path] }
    guard let folder = opendir(path) else {
      throw LegibleError(.unreadableFile, "\(path): the folder cannot be read: \(String(cString: strerror(errno)))")
    }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      let isSpecial = stat("\(path)/\(name)", &status) == 0 && status.st_mode & S_IFMT != S_IFREG
      if !name.hasPrefix("."), FrameSourceName.isPicture(name), !isSpecial { names.append(name) }
    }
    if names.isEmpty {
      throw LegibleError(.fileNotFound, "\(path): there is no picture in this folder: give one that holds some")
    }
    return names.sorted(by: comesBefore).map { path + (path.hasSuffix("/") ? "" : "/") + $0 }
  }

  /// `a2` comes before `a10`.
  static func comesBefore(_ a: String, _ b: String) -> Bool {
    var (x, y) = (Substring(a), Substring(b))
    while let p = x.first, let q = y.first {
      if p.isASCII, q.isASCII, p.isNumber, q.isNumber {
        let (m, n) = (x.prefix { $0.isASCII && $0.isNumber }, y.prefix { $0.isASCII && $0.isNumber })
        let (v, w) = (m.drop { $0 == "0" }, n.drop { $0 == "0" })
        if v.count != w.count { return v.count < w.count }
        if v != w { return v < w }
        (x, y) = (x.dropFirst(m.count), y.dropFirst(n.count))
      } else {
        if p != q { return p < q }
        (x, y) = (x.dropFirst(), y.dropFirst())
      }
    }
    if x.isEmpty != y.isEmpty { return x.isEmpty }
    return a < b
  }
}
