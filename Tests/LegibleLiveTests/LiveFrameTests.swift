import Foundation
import LegibleLive
import Testing

/// Frames as JSON Lines.
struct LiveFrameTests {
  static let frame = LiveFrame(
    frame: 7, time: .milliseconds(233), size: Size(width: 640, height: 480),
    lines: [
      TrackedLine(
        id: 2, quad: Quad(Rect(x: 10, y: 20, width: 100, height: 30)), text: "048\u{2028}", score: 0.9531,
        isSettled: true, readings: 3)
    ],
    events: [LiveEvent(.changed, id: 2, text: "048", previous: "047"), LiveEvent(.vanished, id: 1, text: "a")],
    isDetected: true, linesRead: 4)

  @Test func aFrameIsOneLineOfJSON() {
    var frame = Self.frame
    frame.lines[0].text = "048"
    #expect(
      frame.jsonLine == """
        {"events":[{"id":2,"kind":"changed","previous":"047","text":"048"},{"id":1,"kind":"vanished","text":"a"}],\
        "frame":7,"isDetected":true,"lines":[{"direction":"horizontal","id":2,"isFixed":false,"isSettled":true,\
        "missed":0,"quad":[[10,20],[110,20],[110,50],[10,50]],"readings":3,"score":0.9531,"text":"048"}],\
        "linesRead":4,"size":{"height":480,"width":640},"time":0.233}
        """)
  }

  @Test func whatIsReadBackIsTheSame() throws {
    let read = try JSONDecoder().decode(LiveFrame.self, from: Data(Self.frame.jsonLine.utf8))
    #expect(read == Self.frame)
    #expect(!Self.frame.jsonLine.contains("\n"))
  }

  @Test func aTimeThatIsNoneIsRefused() {
    let json = Self.frame.jsonLine.replacing("0.233", with: "1e300")
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(LiveFrame.self, from: Data(json.utf8)) }
  }
}
