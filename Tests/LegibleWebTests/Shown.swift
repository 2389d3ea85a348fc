import Raster

@testable import LegibleWeb

/// A line at a made-up place.
func line(_ id: Int, _ text: String, isSettled: Bool = true) -> WebLine {
  WebLine(id: id, quad: Quad(Rect(x: 4, y: 8, width: 40, height: 10)), text: text, score: 0.9, isSettled: isSettled)
}

/// A small frame with lines.
func frame(_ lines: [WebLine] = [], events: [WebEvent] = [], seconds: Int = 0) -> WebFrame {
  WebFrame(
    image: Image(size: Size(width: 64, height: 32)), lines: lines, events: events, time: .seconds(seconds))
}

/// A picture that JPEG makes no smaller: hundreds of kilobytes.
func noise(seed: UInt64, size: Size = Size(width: 512, height: 384)) -> Image {
  var state = seed &+ 0x9E37_79B9_7F4A_7C15
  return Image(size: size) { pixels in
    for i in pixels.indices {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      pixels[i] = UInt8(truncatingIfNeeded: state >> 56)
    }
  }
}

extension ViewerCare {
  /// Nobody is looked after, and nobody cut off.
  static let none = ViewerCare(period: .seconds(3600), patience: .seconds(3600), idle: .seconds(3600))

  /// The same with some changes.
  func with(_ change: (inout ViewerCare) -> Void) -> ViewerCare {
    var care = self
    change(&care)
    return care
  }
}

/// Runs a body beside a display on a free port of this machine, and stops it afterwards. Viewers are left alone, however slow
/// the machine.
func withDisplay<R>(
  maximumViewers: Int = 16, care: ViewerCare = .none,
  drawing: @escaping @Sendable (WebFrame) -> Image = { $0.image },
  _ body: (WebDisplay, _ port: Int) async throws -> R
) async throws -> R {
  let display = try WebDisplay(quality: 80, maximumViewers: maximumViewers, care: care, drawing: drawing)
  let address = try await display.start(at: WebAddress(":0"))
  do {
    let result = try await body(display, address.port)
    await display.stop()
    return result
  } catch {
    await display.stop()
    throw error
  }
}

/// Waits for what the server finds out a little later.
func eventually(_ condition: () -> Bool) async throws {
  for _ in 0..<60_000 {
    if condition() { return }
    try await Task.sleep(for: .milliseconds(10))
  }
  throw Viewer.Failed("it did not come true within ten minutes")
}
