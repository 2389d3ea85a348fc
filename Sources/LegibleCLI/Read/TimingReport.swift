internal import Legible

/// What `--timings` says.
struct TimingReport: CustomStringConvertible {
  private(set) var pictures = 0
  private var lines = 0
  private var dropped = 0
  private var decoding = Duration.zero
  private var stages = StageTimes()

  /// Nothing yet.
  init() {}

  /// One picture.
  init(_ result: PictureResult) { add(result) }

  /// Adds a picture.
  mutating func add(_ result: PictureResult) {
    pictures += 1
    decoding += result.decoding
    stages += result.stages
    switch result.content {
    case .page(let page):
      lines += page.count
      dropped += page.droppedLines
    case .regions(let regions, _): lines += regions.count
    }
  }

  /// For instance `12 lines, 1 dropped; decoding 8.1 ms, detection 40.2 ms, recognition 55.0 ms, total 103.6 ms`.
  var description: String {
    var parts = ["decoding \(decoding.milliseconds)"]
    if stages.turning > .milliseconds(1) { parts.append("turning \(stages.turning.milliseconds)") }
    parts.append("detection \(stages.detection.milliseconds)")
    parts.append("recognition \(stages.recognition.milliseconds)")
    parts.append("total \((decoding + stages.total).milliseconds)")
    return "\(lines) \(lines == 1 ? "line" : "lines"), \(dropped) dropped; \(parts.joined(separator: ", "))"
  }
}

extension Duration {
  /// For instance `12.3 ms`.
  var milliseconds: String {
    let tenths = Int((self / .microseconds(100)).rounded())
    return "\(tenths / 10).\(tenths % 10) ms"
  }
}
