internal import HTTPTypes
internal import HummingbirdCore
internal import NIOCore

/// What is answered to a request whose answer is known at once.
struct Reply {
  var status: HTTPResponse.Status
  var fields: HTTPFields
  var body: ByteBuffer

  init(_ status: HTTPResponse.Status = .ok, type: String, body: ByteBuffer) {
    self.status = status
    self.body = body
    fields = Self.fields(type: type)
  }

  /// A sentence for a person.
  init(_ status: HTTPResponse.Status, _ sentence: String) {
    self.init(status, type: "text/plain; charset=utf-8", body: ByteBuffer(string: sentence + "\n"))
  }

  /// Writes the answer, or its head alone.
  func write(to writer: consuming ResponseWriter, headOnly: Bool) async throws {
    var head = HTTPResponse(status: status, headerFields: fields)
    if status != .noContent { head.headerFields[.contentLength] = "\(body.readableBytes)" }
    if headOnly || body.readableBytes == 0 {
      try await writer.writeResponse(head)
    } else {
      try await writer.write(response: head, body: ResponseBody(byteBuffer: body))
    }
  }

  /// What all answers have in common: nothing is kept, guessed, embedded elsewhere or loaded from elsewhere.
  static func fields(type: String) -> HTTPFields {
    [
      .contentType: type,
      .cacheControl: "no-store",
      .xContentTypeOptions: "nosniff",
      .contentSecurityPolicy:
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      .crossOriginResourcePolicy: "same-origin",
      .referrerPolicy: "no-referrer",
    ]
  }
}

extension HTTPField.Name {
  static let referrerPolicy = Self.constant("Referrer-Policy")
  /// The frame's number.
  static let frame = Self.constant("X-Legible-Frame")
  /// How long ago the frame was taken when the answer was written, in milliseconds.
  static let delay = Self.constant("X-Legible-Delay")
  /// How long the request waited for a newer frame, in milliseconds.
  static let waited = Self.constant("X-Legible-Waited")

  private static func constant(_ name: String) -> Self {
    guard let name = Self(name) else { preconditionFailure("\(name) is a name of a header field") }
    return name
  }
}
