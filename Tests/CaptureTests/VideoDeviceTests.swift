import Foundation
import Testing

@testable import Capture

/// Choosing among cameras. The cameras are made up: none is there where these tests run.
struct VideoDeviceTests {
  static let vga = Size(width: 640, height: 480)
  static let hd = Size(width: 1280, height: 720)
  static let devices = [
    VideoDevice(
      path: "/dev/video0", name: "HD Pro Webcam C920",
      modes: [
        .init(format: .yuyv422, sizes: [vga, hd], rates: [30, 10]),
        .init(format: .mjpeg, sizes: [vga, hd], rates: [30, 30]),
      ]),
    VideoDevice(
      path: "/dev/video4", name: "Integrated Camera", modes: [.init(format: .yuyv422, sizes: [vga], rates: [30])]),
    VideoDevice(path: "/dev/video6", name: "Any size", modes: [.init(format: .nv12, sizes: [])]),
  ]

  @Test(arguments: [
    (CameraName.index(1), "/dev/video4"), (.path("/dev/video4"), "/dev/video4"), (.name("c920"), "/dev/video0"),
    (.name("Integrated Camera"), "/dev/video4"),
  ])
  func camerasAreFound(name: CameraName, path: String) throws {
    #expect(try VideoDevice.find(name, among: Self.devices).path == path)
  }

  @Test(arguments: [CameraName.index(3), .index(-1), .path("/dev/video9"), .name("Logitech")])
  func ofOthersItIsSaidWhichThereAre(name: CameraName) {
    let error = #expect(throws: LegibleError.self) { try VideoDevice.find(name, among: Self.devices) }
    #expect(error?.code == .sourceUnavailable)
    #expect(error?.message.contains("1: /dev/video4 (Integrated Camera)") == true)
    let none = #expect(throws: LegibleError.self) { try VideoDevice.find(name, among: []) }
    #expect(none?.message.contains("no camera is there") == true)
  }

  @Test func jpegIsAskedForWhereRawIsSlow() throws {
    let camera = Self.devices[0]
    #expect(try camera.format(for: Self.vga, asked: nil) == .yuyv422)
    #expect(try camera.format(for: Self.hd, asked: nil) == .mjpeg)
    #expect(try camera.format(for: Self.hd, asked: .yuyv422) == .yuyv422)
    #expect(try camera.format(for: nil, asked: nil) == nil)
    #expect(try Self.devices[2].format(for: Size(width: 33, height: 44), asked: nil) == .nv12)
  }

  @Test func aSizeOrFormatThatTheCameraDoesNotHaveIsRefusedWithThoseThatItHas() {
    let size = #expect(throws: LegibleError.self) {
      try Self.devices[0].format(for: Size(width: 800, height: 600), asked: nil)
    }
    #expect(size?.code == .invalidArgument)
    #expect(size?.message.contains("it has 640×480, 1280×720") == true)
    let format = #expect(throws: LegibleError.self) { try Self.devices[1].format(for: nil, asked: .mjpeg) }
    #expect(format?.message.contains("it has yuyv422") == true)
  }

  @Test(.enabled(if: !FileManager.default.fileExists(atPath: "/dev/video0"), "there is a camera"))
  func whereThereIsNoCameraTheListIsEmptyAndOpeningSaysSo() {
    #expect(VideoDevice.all() == [])
    for name in ["0", "/dev/video0", "C920"] {
      let error = #expect(throws: LegibleError.self) { try Camera(name) }
      #expect(error?.code == .sourceUnavailable, "\(name)")
    }
    #expect(throws: LegibleError.self) { try Camera(size: Self.vga) }
  }
}
