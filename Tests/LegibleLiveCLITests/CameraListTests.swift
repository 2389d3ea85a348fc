import Capture
import Testing

@testable import LegibleLiveCLI

@Suite struct CameraListTests {
  @Test func camerasAreListedWithTheirFormats() {
    let device = VideoDevice(
      path: "/dev/video0", name: "Webcam",
      modes: [
        .init(
          format: .mjpeg, sizes: [Size(width: 1280, height: 720), Size(width: 640, height: 480)], rates: [30, nil]),
        .init(format: .h264, sizes: []),
      ])
    #expect(
      CameraList.text(of: [device]) == """
        0  /dev/video0  Webcam
             mjpeg: 1280×720@30 640×480
             h264: any size
        """)
  }

  @Test func timesAreWrittenAsDecimals() {
    #expect(Duration.milliseconds(12_405).decimal(places: 2) == "12.41")
    #expect(Duration.milliseconds(50).decimal(places: 1) == "0.1")
    #expect(Duration.zero.decimal(places: 2) == "0.00")
  }
}
