internal import Capture

/// What is said at the end.
struct LiveSummary {
  /// One line, or some.
  let text: String

  /// - Parameter isDetailed: whether it also says what reading and showing took.
  init(_ end: LiveEnd, window: WindowDisplay?, isDetailed: Bool) {
    let seconds = end.duration.decimal(places: 1)
    let rate = Self.rate(of: end.frames, in: end.duration)
    let shown = (window.map { [$0.report] } ?? []) + end.others.map(\.report)
    var parts = ["\(Self.count(end.frames, "frame")) read in \(seconds) s (\(Self.decimal(rate)) a second)"]
    if end.skipped > 0 { parts.append("\(end.skipped) skipped") }
    if end.damaged > 0 { parts.append("\(end.damaged) damaged") }
    if let window { parts.append("\(window.report.shown) shown") }
    parts.append("\(Self.count(end.linesRead, "reading")) of lines")
    if let delay = (shown.first { $0.delays.count > 0 })?.delays.quantile(0.5) {
      parts.append("median delay \(Self.milliseconds(delay))")
    }
    var lines = ["legible: " + parts.joined(separator: ", ")]
    if isDetailed {
      lines.append("  looked for lines in \(Self.count(end.detections, "frame"))")
      lines.append("  reading a frame: " + Self.quantiles(end.reading))
      for (name, report) in (window.map { [("window", $0.report)] } ?? [])
        + end.others.map({ (Self.name($0), $0.report) })
      where report.shown > 0 || report.skipped > 0 {
        lines.append(
          "  \(name): \(report.shown) shown (\(Self.decimal(Self.rate(of: report.shown, in: end.duration))) a second), "
            + "\(report.skipped) skipped; from frame to display \(Self.quantiles(report.delays))")
      }
    }
    text = lines.joined(separator: "\n")
  }

  private static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

  private static func name(_ display: any Display) -> String {
    switch display {
    case is JSONLinesDisplay: "JSON lines"
    case is WebOutput: "web page"
    default: "video"
    }
  }

  private static func quantiles(_ delays: Delays) -> String {
    guard let median = delays.quantile(0.5), let most = delays.quantile(0.95) else { return "none" }
    return "median \(milliseconds(median)), 95 % within \(milliseconds(most))"
  }

  private static func milliseconds(_ duration: Duration) -> String { "\(Int(duration / .milliseconds(1))) ms" }

  private static func rate(of count: Int, in duration: Duration) -> Double {
    duration > .zero ? Double(count) / (duration / .seconds(1)) : 0
  }

  private static func decimal(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}

extension Duration {
  /// Seconds as a decimal number, `12.40`.
  func decimal(places: Int) -> String {
    var factor = 1
    for _ in 0..<places { factor *= 10 }
    let (seconds, attoseconds) = components
    let rounded = Int(((Double(seconds) + Double(attoseconds) * 1e-18) * Double(factor)).rounded())
    let fraction = String(abs(rounded) % factor)
    return "\(rounded / factor)." + String(repeating: "0", count: places - fraction.count) + fraction
  }
}
