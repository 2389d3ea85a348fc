import Foundation
import Testing

@testable import Capture

/// Colours that FFmpeg generates arrive as these colours, whatever the pixels on the way are.
struct PixelFormatTests {
  static let formats = [
    "yuv420p", "yuyv422", "uyvy422", "nv12", "nv21", "yuvj420p", "yuvj422p", "yuv444p", "yuv420p10le", "p010le",
    "rgb24",
    "bgr24", "bgr0", "rgba", "gbrp", "yuv422p10le", "yuva420p", "rgb48le",
  ]

  @Test(arguments: formats)
  func coloursSurvive(format: String) throws {
    for (name, color) in [
      ("red", (255, 0, 0)), ("0x3080C0", (48, 128, 192)), ("white", (255, 255, 255)), ("black", (0, 0, 0)),
    ] {
      let camera = try generated("color=c=\(name):size=38x22:rate=5,format=\(format),trim=end_frame=1")
      let image = try #require(try camera.read()).image
      #expect(image.size == Size(width: 38, height: 22))
      for (x, y) in [(0, 0), (37, 21), (19, 11)] {
        let pixel = image[x, y]
        #expect(abs(Int(pixel.red) - color.0) <= 5, "\(format) \(name) \(x),\(y): \(pixel)")
        #expect(abs(Int(pixel.green) - color.1) <= 5, "\(format) \(name) \(x),\(y): \(pixel)")
        #expect(abs(Int(pixel.blue) - color.2) <= 5, "\(format) \(name) \(x),\(y): \(pixel)")
      }
    }
  }

  @Test(arguments: ["gray", "gray10le", "gray16le"])
  func grayIsGrayFromBlackToWhite(format: String) throws {
    for (name, level) in [("white", 255), ("black", 0), ("0x808080", 128)] {
      let camera = try generated("color=c=\(name):size=32x32:rate=5,format=rgb24,format=\(format),trim=end_frame=1")
      let pixel = try #require(try camera.read()).image[31, 31]
      #expect(
        abs(Int(pixel.red) - level) <= 3 && pixel.red == pixel.green && pixel.green == pixel.blue, "\(name): \(pixel)")
    }
  }

  @Test(arguments: [
    Size(width: 1, height: 1), Size(width: 1, height: 7), Size(width: 5, height: 1), Size(width: 641, height: 3),
  ])
  func oddSizesAreWhole(size: Size) throws {
    let camera = try generated("color=c=red:size=\(size.width)x\(size.height):rate=5,format=yuv444p,trim=end_frame=2")
    let frames = try camera.all()
    #expect(frames.count == 2)
    #expect(frames.allSatisfy { $0.image.size == size })
    #expect(
      frames[0].image.pixels.enumerated().allSatisfy { abs(Int($0.element) - ($0.offset % 3 == 0 ? 255 : 0)) <= 5 })
  }

  /// JPEGs of two sizes in one stream, as a camera sends them that was told to change.
  @Test func theSizeMayChangeInMidStream() throws {
    let scratch = try Scratch()
    var stream = Data()
    for size in [Size(width: 64, height: 48), Size(width: 64, height: 48), Size(width: 120, height: 90)] {
      for _ in 0..<3 {
        let image = Image(size: size, filled: Color(red: 10, green: 200, blue: 10))
        stream.append(contentsOf: try image.encoded(as: .jpeg, quality: 90))
      }
    }
    try stream.write(to: URL(filePath: scratch.path("a.mjpeg")))
    let camera = try Camera(scratch.path("a.mjpeg"))
    let frames = try camera.all()
    #expect(frames.map(\.image.width) == [64, 64, 64, 64, 64, 64, 120, 120, 120])
    #expect(frames.allSatisfy { abs(Int($0.image[30, 30].green) - 200) < 6 && $0.image[30, 30].red < 20 })
    #expect(camera.size == Size(width: 120, height: 90))
    // A frame beyond the limit ends nothing that came before it.
    var options = CaptureOptions()
    options.limits = ImageLimits(maximumPixels: 64 * 48)
    #expect(try Camera(scratch.path("a.mjpeg"), options: options).all().count == 6)
  }
}
