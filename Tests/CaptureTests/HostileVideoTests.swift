import Foundation
import Testing

@testable import Capture

/// Damaged videos give frames or an error, never anything else.
struct HostileVideoTests {
  @Test(arguments: [("a.mp4", VideoWriter.Codec.automatic), ("a.avi", .mjpeg), ("a.mkv", .mpeg4), ("a.mov", .mjpeg)])
  func damagedCopiesGiveFramesOrAnError(name: String, codec: VideoWriter.Codec) throws {
    let scratch = try Scratch()
    try Clips.write(scratch.path(name), frames: 4, size: Size(width: 64, height: 48), codec: codec)
    let whole = try Data(contentsOf: URL(filePath: scratch.path(name)))
    var options = CaptureOptions()
    options.limits = ImageLimits(maximumPixels: 1_000_000)
    var seed: UInt64 = 11
    func random(_ bound: Int) -> Int {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(seed >> 33) % bound
    }
    var refused = 0
    for round in 0..<60 {
      var bytes = whole
      if round % 3 == 0 { bytes = bytes.prefix(random(bytes.count)) }
      for _ in 0..<min(bytes.count, 1 + random(12)) { bytes[random(bytes.count)] = UInt8(random(256)) }
      let path = scratch.path("\(round)-\(name)")
      try bytes.write(to: URL(filePath: path))
      do {
        let camera = try Camera(path, options: options)
        var count = 0
        while let frame = try camera.read(), count < 1000 {
          #expect(frame.image.size.area <= 1_000_000)
          count += 1
        }
        #expect(count < 1000)
      } catch is LegibleError {
        refused += 1
      }
      try FileManager.default.removeItem(atPath: path)
    }
    #expect(refused > 0)
  }
}
