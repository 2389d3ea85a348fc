import Foundation

@testable import Capture

/// Videos whose frames tell their number: frame n has n × 20 in gray.
enum Clips {
  /// Writes a video.
  static func write(
    _ path: String, frames: Int = 10, size: Size = Size(width: 96, height: 64), rate: Double = 10,
    codec: VideoWriter.Codec = .mpeg4, matrix: [Int32]? = nil, draw: (Int) -> Image? = { _ in nil }
  ) throws {
    let writer = try VideoWriter(path: path, size: size, rate: rate, codec: codec, matrix: matrix)
    for index in 0..<frames {
      let gray = UInt8(index * 20)
      let image = draw(index) ?? Image(size: size, filled: Color(red: gray, green: gray, blue: gray))
      try writer.write(image, at: .seconds(Double(index) / rate))
    }
    try writer.finish()
  }

  /// The number that a frame's gray tells.
  static func number(_ frame: Frame) -> Int {
    let pixel = frame.image[frame.image.width / 2, frame.image.height / 2]
    return (Int(pixel.green) + 10) / 20
  }
}

extension FrameSource {
  /// All frames to the end.
  func all() throws -> [Frame] {
    var result: [Frame] = []
    while let frame = try read() { result.append(frame) }
    return result
  }
}

/// Frames through FFmpeg's own generators and filters, in any notation: for tests only.
func generated(_ graph: String, limits: ImageLimits = .init(), options: CaptureOptions = .init()) throws -> Camera {
  let name = FrameSourceName.test(try TestPattern(parsing: "color"))
  return try Camera(name, options: options) { interrupt in
    let request = StreamRequest(name: name, format: "lavfi", url: graph, isLive: false, limits: limits)
    return try StreamFeed(request, interrupt: interrupt)
  }
}
