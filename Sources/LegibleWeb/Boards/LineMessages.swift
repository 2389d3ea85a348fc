internal import NIOCore
internal import Raster

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// The lines of a frame as viewers get them.
struct LinesMessage: Encodable, Equatable, Sendable {
  struct Line: Encodable, Equatable, Sendable {
    let id: Int
    let text: String
    /// 0…1.
    let score: Double
    let isSettled: Bool
    /// `x1, y1 … x4, y4`, in pixels of the picture.
    let quad: [Double]

    init(_ line: WebLine) {
      (id, text, isSettled) = (line.id, line.text, line.isSettled)
      score = Self.rounded(Double(line.score), to: 1000)
      quad = line.quad.coordinates.map { Self.rounded($0, to: 10) }
    }

    /// JSON has no words for numbers that are not finite.
    private static func rounded(_ value: Double, to parts: Double) -> Double {
      value.isFinite ? (value * parts).rounded() / parts : 0
    }
  }

  var frame = 0
  /// Seconds.
  var time = 0.0
  var width = 0
  var height = 0
  var lines: [Line] = []
}

/// What happened to a line, as viewers get it.
struct EventMessage: Encodable, Sendable {
  let kind: String
  let id: Int
  let text: String
  let previous: String?
  /// Seconds.
  let time: Double

  init(_ event: WebEvent, time: Duration) {
    (kind, id, text, previous) = (event.kind.rawValue, event.id, event.text, event.previous)
    self.time = time.seconds
  }
}

/// All that a viewer who comes has to know.
struct SnapshotMessage: Encodable, Sendable {
  let now: LinesMessage
  /// The last ones, oldest first.
  let events: [EventMessage]
}

/// One message of a stream of Server-Sent Events.
enum ServerSentEvent {
  /// A comment, which tells the viewer nothing and us whether it is still there.
  static let comment = ByteBuffer(string: ":\n\n")

  /// A message of a name, with a value as one line of JSON.
  static func message(_ name: String, _ value: some Encodable) -> ByteBuffer {
    ByteBuffer(string: "event: \(name)\ndata: \(json(value))\n\n")
  }

  /// A value as JSON without line breaks; those of texts are escaped.
  static func json(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return String(decoding: try encoder.encode(value), as: UTF8.self)
    } catch {
      preconditionFailure("Messages hold strings and finite numbers, which can be encoded: \(error)")
    }
  }
}
