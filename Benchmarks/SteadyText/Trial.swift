import LegibleLive
import LegibleTesting

/// How many still lines are read right by single frames, and how many by the votes of several, on one drawn scene.
struct Trial {
  /// Lines of the scene.
  var lines = 0
  /// Lines × frames that were read one by one, and how many of them were right.
  var singleReadings = 0
  var singleRight = 0
  /// Lines whose voted text is the printed one.
  var votedRight = 0
  /// Frames until all was settled, and lines read in them.
  var frames = 0
  var linesRead = 0
  var detections = 0
  /// What was printed and what was voted for instead; empty where no line was followed there.
  var mistakes: [(printed: String, voted: String)] = []

  /// Measures a scene whose lines stand still.
  ///
  /// - Parameters:
  ///   - singleFrames: how many frames are read on their own, by `TextReader.read`.
  ///   - mostFrames: the loop ends here, or earlier where every line has settled.
  init(_ scene: TextScene, reader: TextReader, singleFrames: Int = 3, mostFrames: Int = 40) throws {
    let printed = scene.lines(at: 0)
    lines = printed.count
    for frame in 0..<singleFrames {
      let page = try reader.read(scene.frame(at: frame))
      singleReadings += lines
      singleRight += printed.count { Self.text(at: $0, of: page.map { ($0.quad, $0.text) }) == $0.text }
    }
    // No budget: the figure is to depend on no clock.
    var steady = try SteadyReader(ReaderLines(reader), options: LiveOptions(timePerFrame: nil))
    var last: LiveFrame?
    while frames < mostFrames {
      let live = try steady.update(scene.frame(at: frames), time: .milliseconds(frames * 33))
      frames += 1
      linesRead += live.linesRead
      detections += live.isDetected ? 1 : 0
      last = live
      // A frame in which nothing was left to do.
      if !live.isDetected, live.linesRead == 0 { break }
    }
    let voted = (last?.lines ?? []).map { (quad: $0.quad, text: $0.text) }
    for line in printed {
      let text = Self.text(at: line, of: voted)
      if text == line.text { votedRight += 1 } else { mistakes.append((line.text, text ?? "")) }
    }
  }

  /// The text whose box holds the middle of a line; nil where there is none.
  private static func text(at line: TextScene.Line, of found: [(quad: Quad, text: String)]) -> String? {
    found.first { $0.quad.boundingBox.contains(line.quad.center) }?.text
  }

  /// Adds the counts of another scene.
  static func += (a: inout Trial, b: Trial) {
    a.lines += b.lines
    a.singleReadings += b.singleReadings
    a.singleRight += b.singleRight
    a.votedRight += b.votedRight
    a.frames += b.frames
    a.linesRead += b.linesRead
    a.detections += b.detections
    a.mistakes += b.mistakes
  }

  /// Right readings of single frames, 0…1.
  var singleShare: Double { Double(singleRight) / Double(max(1, singleReadings)) }
  /// Right lines after voting, 0…1.
  var votedShare: Double { Double(votedRight) / Double(max(1, lines)) }

  /// The noise and the quality that the figures of docs/live.md were measured with.
  static func scene(seed: Int) -> TextScene { TextScene(seed: seed, noise: noise, jpegQuality: jpegQuality) }
  static let noise = 60.0
  static let jpegQuality = 25
}
