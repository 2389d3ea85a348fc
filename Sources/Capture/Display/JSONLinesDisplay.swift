public import Failure
internal import Synchronization

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// Writes a line of JSON for each frame, and draws nothing. Each line is written when its frame is shown.
///
/// A line is the view's `record`; where it has none, an object with `frame`, `time` in seconds, `size` and `lines`, which
/// have `id`, `quad` and `text`. Where nobody reads the lines any more (`| head`), and SIGPIPE is ignored, it asks for the
/// program's end (`App.requestExit`).
public final class JSONLinesDisplay: Display {
  private let output: TextOutput
  private let counts = Mutex(DisplayReport())

  /// Begins a file, or `-`: standard output.
  ///
  /// - Throws: `LegibleError` with the code `unwritableFile`.
  public init(path: String) throws(LegibleError) { output = try TextOutput(path: path) }

  /// Writes a line.
  ///
  /// - Throws: `LegibleError` with the code `unwritableFile`.
  public func show(_ view: DisplayView) throws {
    switch try output.write(view.json + "\n") {
    case .written:
      counts.withLock {
        $0.shown += 1
        $0.delays.add(view.frame.received.duration(to: .now))
      }
    case .nobodyReads: App.requestExit()
    }
  }

  /// Adds lines that belong to no frame, such as events at the end.
  ///
  /// - Parameter lines: whole lines of JSON, without the last line end.
  /// - Throws: `LegibleError` with the code `unwritableFile`.
  public func write(_ lines: String) throws {
    if try output.write(lines + "\n") == .nobodyReads { App.requestExit() }
  }

  /// Closes the file.
  ///
  /// - Throws: `LegibleError` with the code `unwritableFile`.
  public func finish() throws { try output.finish() }

  /// What was written.
  public var report: DisplayReport { counts.withLock { $0 } }
}

extension DisplayView {
  /// What is known of the frame as a line of JSON, without a line end.
  var json: String {
    if let record { return record }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    let record = Record(
      frame: frame.index, lines: labels, size: [frame.image.width, frame.image.height],
      time: (frame.time.inSeconds * 1e6).rounded() / 1e6)
    do {
      return String(decoding: try encoder.encode(record), as: UTF8.self)
    } catch {
      preconditionFailure("A view holds strings and numbers, which can be encoded: \(error)")
    }
  }

  private struct Record: Encodable {
    var frame: Int
    var lines: [Label]
    var size: [Int]
    var time: Double
  }
}
