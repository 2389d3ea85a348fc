internal import HTTPTypes
internal import NIOCore

/// Pictures one after another in one answer (`multipart/x-mixed-replace`, known as MJPEG): what browsers show as a moving
/// picture, and what VLC, FFmpeg and OpenCV open as a camera.
enum PictureStream {
  private static let boundary = "legible-frame"

  static var fields: HTTPFields { Reply.fields(type: "multipart/x-mixed-replace; boundary=\(boundary)") }

  /// Sends pictures until there are no more. `send` returns when nearly all that was sent before is on its way.
  static func run(_ pictures: PictureBoard, _ send: (ByteBuffer) async throws -> Void) async throws {
    var last: PictureBoard.Picture?
    while true {
      // Before the next picture is chosen, so that it is the newest when there is room for it; and since browsers show a
      // picture once they see that it is over.
      try await send(ByteBuffer(string: "--\(boundary)\r\nContent-Type: image/jpeg\r\n"))
      var answer = await pictures.next(after: last?.number ?? 0)
      while case .nothing = answer {
        // A field that means nothing: who has left is found out by writing.
        try await send(ByteBuffer(string: "X-Legible-Waiting: yes\r\n"))
        answer = await pictures.next(after: last?.number ?? 0)
      }
      guard case .picture(let picture) = answer else { return }
      last = picture
      var part = ByteBuffer(
        string: """
          Content-Length: \(picture.jpeg.readableBytes)\r
          \(HTTPField.Name.frame): \(picture.number)\r
          \(HTTPField.Name.delay): \(picture.delay.milliseconds)\r
          \r\n
          """)
      part.writeImmutableBuffer(picture.jpeg)
      part.writeStaticString("\r\n")
      try await send(part)
    }
  }
}
